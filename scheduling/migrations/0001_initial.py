import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


def install_triggers(apps, schema_editor):
    # One operation for all: an AddTrigger each would render the state of every related model a hundred times.
    for model in apps.get_app_config("scheduling").get_models():
        for trigger in model._meta.original_attrs.get("triggers", ()):
            schema_editor.execute(trigger.install_sql, params=None)


def uninstall_triggers(apps, schema_editor):
    for model in apps.get_app_config("scheduling").get_models():
        for trigger in model._meta.original_attrs.get("triggers", ()):
            schema_editor.execute(trigger.uninstall_sql, params=None)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("staff", "0001_initial"),
        ("staff", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("on", models.DateField()),
                ("name", models.CharField(max_length=80)),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.holiday",
                    ),
                ),
            ],
            options={
                "ordering": ["on"],
                "abstract": False,
                "indexes": [models.Index(fields=["center", "from_version"], name="scheduling_holiday_ver")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="scheduling_holiday_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_holiday_versions",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("center", "on"),
                        name="scheduling_holiday_date",
                        violation_error_message="There is a holiday on this date.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="b95fdd647b2fe49fb893339cc980527d2aeccdca",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_4936a",
                            table="scheduling_holiday",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="1161a719ef32a37215644f4dfb0fdaa56cbdd592",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_b18a7",
                            table="scheduling_holiday",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_holidayaudit" ("center_id", "entity_id", "from_version", "id", "name", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_version") VALUES (NEW."center_id", NEW."entity_id", NEW."from_version", NEW."id", NEW."name", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."until_version"); RETURN NULL;',
                            hash="d7da33c310b07f95e6e76a94c96f45d67d9fe4d7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7d3be",
                            table="scheduling_holiday",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_holidayaudit" ("center_id", "entity_id", "from_version", "id", "name", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_version") VALUES (NEW."center_id", NEW."entity_id", NEW."from_version", NEW."id", NEW."name", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."until_version"); RETURN NULL;',
                            hash="31a1e8552639279abf20b72d9a8dabf2940aa329",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0421a",
                            table="scheduling_holiday",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_holidayaudit" ("center_id", "entity_id", "from_version", "id", "name", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_version") VALUES (OLD."center_id", OLD."entity_id", OLD."from_version", OLD."id", OLD."name", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."until_version"); RETURN NULL;',
                            hash="83c9497bd5ec9e65e69cf1835a94802816562a9e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_cead3",
                            table="scheduling_holiday",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HolidayAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("on", models.DateField()),
                ("name", models.CharField(max_length=80)),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.holiday",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.holiday",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d8ae38c0092cdf89dd4b66b294512337029223c7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_4b676",
                            table="scheduling_holidayaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentRate",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Mon"),
                            (1, "Tue"),
                            (2, "Wed"),
                            (3, "Thu"),
                            (4, "Fri"),
                            (5, "Sat"),
                            (6, "Sun"),
                        ]
                    ),
                ),
                ("hour", models.PositiveSmallIntegerField()),
                ("incidents", models.DecimalField(decimal_places=1, max_digits=8)),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_rates",
                        to="staff.center",
                    ),
                ),
            ],
            options={
                "ordering": ["weekday", "hour"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("center", "weekday", "hour"), name="scheduling_incident_rate_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hour__lte", 23), ("incidents__gte", 0)),
                        name="scheduling_incident_rate_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pattern",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("name", models.CharField(max_length=60)),
                (
                    "length_days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(366),
                        ]
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.pattern",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
                "indexes": [models.Index(fields=["center", "from_version"], name="scheduling_pattern_ver")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="scheduling_pattern_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_pattern_versions",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("center", "name"),
                        name="scheduling_pattern_name",
                        violation_error_message="A pattern with this name exists.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("length_days__gte", 1), ("length_days__lte", 366)),
                        name="scheduling_pattern_length",
                        violation_error_message="A cycle has 1 to 366 days.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="320cdc4e45ab5033603c09e0444ef8a63881994a",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_cd56b",
                            table="scheduling_pattern",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="c5a3a1c92bbf641a2967181e74be544b58c8fb02",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_11630",
                            table="scheduling_pattern",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_patternaudit" ("center_id", "entity_id", "from_version", "id", "length_days", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_version") VALUES (NEW."center_id", NEW."entity_id", NEW."from_version", NEW."id", NEW."length_days", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."until_version"); RETURN NULL;',
                            hash="f1c39aaa282ba4b4548581b4ed92eb5917463d26",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_03f17",
                            table="scheduling_pattern",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_patternaudit" ("center_id", "entity_id", "from_version", "id", "length_days", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_version") VALUES (NEW."center_id", NEW."entity_id", NEW."from_version", NEW."id", NEW."length_days", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."until_version"); RETURN NULL;',
                            hash="a0dc6be8dd87590c5719a516c086777664008caf",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8efd1",
                            table="scheduling_pattern",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_patternaudit" ("center_id", "entity_id", "from_version", "id", "length_days", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "until_version") VALUES (OLD."center_id", OLD."entity_id", OLD."from_version", OLD."id", OLD."length_days", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."until_version"); RETURN NULL;',
                            hash="a12e3ec7dcd962b431ea4bbf576193e93197544c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_63e34",
                            table="scheduling_pattern",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BaseContract",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("offset_days", models.PositiveSmallIntegerField(default=0)),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
                (
                    "weekly_minutes",
                    models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(10080)]),
                ),
                (
                    "holiday_rule",
                    models.CharField(
                        choices=[
                            ("work", "Work as normal"),
                            ("off", "Off"),
                            ("premium", "Work with premium"),
                        ],
                        default="work",
                        max_length=8,
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.basecontract",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="staff.person",
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.pattern",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["center", "from_version"], name="scheduling_basecontract_ver")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="scheduling_basecontract_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_basecontract_versions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_before__isnull", True),
                            ("ends_before__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="scheduling_contract_dates",
                        violation_error_message="A contract must end after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekly_minutes__lte", 10080)),
                        name="scheduling_contract_weekly_minutes",
                        violation_error_message="A week has 10,080 minutes.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                        expressions=[
                            ("person", "="),
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_before"),
                                    function="DATERANGE",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("from_version"),
                                    models.F("until_version"),
                                    models.Value("[)"),
                                    function="INT8RANGE",
                                    output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="scheduling_contract_no_overlap",
                        violation_error_message="This person has another base contract at that time.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="eca16eb39ac6d99f2396ad4c3928a8dcdf83630a",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_94125",
                            table="scheduling_basecontract",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="328397068d604d9cbefcc052739a5f5270e6952c",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_c469e",
                            table="scheduling_basecontract",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_basecontractaudit" ("center_id", "ends_before", "entity_id", "from_version", "holiday_rule", "id", "offset_days", "pattern_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "until_version", "weekly_minutes") VALUES (NEW."center_id", NEW."ends_before", NEW."entity_id", NEW."from_version", NEW."holiday_rule", NEW."id", NEW."offset_days", NEW."pattern_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."until_version", NEW."weekly_minutes"); RETURN NULL;',
                            hash="15e3bdbae175787ead3abc880948f69df183b55c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8473a",
                            table="scheduling_basecontract",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_basecontractaudit" ("center_id", "ends_before", "entity_id", "from_version", "holiday_rule", "id", "offset_days", "pattern_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "until_version", "weekly_minutes") VALUES (NEW."center_id", NEW."ends_before", NEW."entity_id", NEW."from_version", NEW."holiday_rule", NEW."id", NEW."offset_days", NEW."pattern_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."until_version", NEW."weekly_minutes"); RETURN NULL;',
                            hash="20deb27b8c411df82797663d18cc9e1a1c37345f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_faf59",
                            table="scheduling_basecontract",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_basecontractaudit" ("center_id", "ends_before", "entity_id", "from_version", "holiday_rule", "id", "offset_days", "pattern_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "until_version", "weekly_minutes") VALUES (OLD."center_id", OLD."ends_before", OLD."entity_id", OLD."from_version", OLD."holiday_rule", OLD."id", OLD."offset_days", OLD."pattern_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."until_version", OLD."weekly_minutes"); RETURN NULL;',
                            hash="c20d342e5a61e0b8016aa387edf41c183e0422bb",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2b734",
                            table="scheduling_basecontract",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BaseContractAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("offset_days", models.PositiveSmallIntegerField(default=0)),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
                (
                    "weekly_minutes",
                    models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(10080)]),
                ),
                (
                    "holiday_rule",
                    models.CharField(
                        choices=[
                            ("work", "Work as normal"),
                            ("off", "Off"),
                            ("premium", "Work with premium"),
                        ],
                        default="work",
                        max_length=8,
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.basecontract",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.person",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.basecontract",
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.pattern",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a343db66942f2f2e02124be39160a2e557f3a6c1",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c12b1",
                            table="scheduling_basecontractaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("name", models.CharField(max_length=60)),
                (
                    "length_days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(366),
                        ]
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.pattern",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.pattern",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b3e9e9216e8bfc958fa3b38d2d7665f4c54b7ddf",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6fb30",
                            table="scheduling_patternaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField()),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="periods", to="staff.center"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on"],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "starts_on"), name="scheduling_period_start"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_before__gt", models.F("starts_on"))),
                        name="scheduling_period_dates",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_periodaudit" ("center_id", "ends_before", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."center_id", NEW."ends_before", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;',
                            hash="d8eb6a91fe7fe12f3bfdeabe9726d1d4bb55fc96",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_412a1",
                            table="scheduling_period",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_periodaudit" ("center_id", "ends_before", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."center_id", NEW."ends_before", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;',
                            hash="0754191a24df9b833c9c5bffa370c557230c192c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f3a14",
                            table="scheduling_period",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_periodaudit" ("center_id", "ends_before", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."center_id", OLD."ends_before", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;',
                            hash="59e709267e2cb7bf2ca6a953451c22bac2d86d1d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_11177",
                            table="scheduling_period",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        editable=False,
                        help_text="The edit_id chosen by the editor.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                (
                    "version",
                    models.BigIntegerField(help_text="Empty when the edit changed nothing.", null=True),
                ),
                ("command", models.JSONField()),
                ("answer", models.JSONField()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.center"
                    ),
                ),
                (
                    "redoes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redone_by",
                        to="scheduling.edit",
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="scheduling.edit",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.period",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["center", "actor", "-version"], name="scheduling_edit_undo")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="9945369a6e216d606897ab9cf954738db929d460",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_d8822",
                            table="scheduling_edit",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_updated",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="bb39e07df781908446f81d6e73c2e98dee97a153",
                            operation="UPDATE",
                            pgid="pgtrigger_never_updated_42b48",
                            table="scheduling_edit",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField()),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.period",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3f48953c931c3b0bddac26775e55845c15be0169",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3652a",
                            table="scheduling_periodaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodState",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("published", "Published"), ("locked", "Locked")],
                        max_length=9,
                    ),
                ),
                ("base_version", models.BigIntegerField(null=True)),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.periodstate",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="states",
                        to="scheduling.period",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["center", "from_version"], name="scheduling_periodstate_ver")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="scheduling_periodstate_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_periodstate_versions",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("period",),
                        name="scheduling_one_state_per_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("base_version__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True), ("base_version__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="scheduling_published_period_has_base",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="59029504400af51805025062ee177029a2e0e667",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_641c4",
                            table="scheduling_periodstate",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="77bec826276c85b57559dd732ab44c666fc78e24",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_191b2",
                            table="scheduling_periodstate",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_periodstateaudit" ("base_version", "center_id", "entity_id", "from_version", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "until_version") VALUES (NEW."base_version", NEW."center_id", NEW."entity_id", NEW."from_version", NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."until_version"); RETURN NULL;',
                            hash="948bc0c719515a16764469a5aec444c3591dd041",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2d2bb",
                            table="scheduling_periodstate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_periodstateaudit" ("base_version", "center_id", "entity_id", "from_version", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "until_version") VALUES (NEW."base_version", NEW."center_id", NEW."entity_id", NEW."from_version", NEW."id", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."until_version"); RETURN NULL;',
                            hash="7aeee5afb54c55bddd4aa2445879de25d727528b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_08178",
                            table="scheduling_periodstate",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_periodstateaudit" ("base_version", "center_id", "entity_id", "from_version", "id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "until_version") VALUES (OLD."base_version", OLD."center_id", OLD."entity_id", OLD."from_version", OLD."id", OLD."period_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."state", OLD."until_version"); RETURN NULL;',
                            hash="998869074480d77b06a73e13748dc791c388b008",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_69747",
                            table="scheduling_periodstate",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodStateAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("published", "Published"), ("locked", "Locked")],
                        max_length=9,
                    ),
                ),
                ("base_version", models.BigIntegerField(null=True)),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.periodstate",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.period",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.periodstate",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4bcf59b99d77e5a16d4e6562179d6a2ac8a4ab2d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_ca606",
                            table="scheduling_periodstateaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("name", models.CharField(max_length=60)),
                ("priority", models.PositiveSmallIntegerField()),
                ("consoles", models.PositiveSmallIntegerField(help_text="Consoles are numbered from 1.")),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.position",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.skill"
                    ),
                ),
            ],
            options={
                "ordering": ["priority"],
                "abstract": False,
                "indexes": [models.Index(fields=["center", "from_version"], name="scheduling_position_ver")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="scheduling_position_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_position_versions",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("center", "name"),
                        name="scheduling_position_name",
                        violation_error_message="A position with this name exists.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("center", "priority"),
                        name="scheduling_position_priority",
                        violation_error_message="Another position has this priority.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="3fe7c4ad182443cbe8cacc18d1ec1d7f72e67a9c",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_9be1a",
                            table="scheduling_position",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="b9ec69e50181771f0a01d82df3a6215f706771e7",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_98e21",
                            table="scheduling_position",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_positionaudit" ("center_id", "consoles", "entity_id", "from_version", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "skill_id", "until_version") VALUES (NEW."center_id", NEW."consoles", NEW."entity_id", NEW."from_version", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."priority", NEW."skill_id", NEW."until_version"); RETURN NULL;',
                            hash="3939e14e14fa77e898b82cb1d3df6fdd7f603387",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_26340",
                            table="scheduling_position",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_positionaudit" ("center_id", "consoles", "entity_id", "from_version", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "skill_id", "until_version") VALUES (NEW."center_id", NEW."consoles", NEW."entity_id", NEW."from_version", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."priority", NEW."skill_id", NEW."until_version"); RETURN NULL;',
                            hash="edd9639933d232e6f9c8dce91369758a4e7c5db1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_01962",
                            table="scheduling_position",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_positionaudit" ("center_id", "consoles", "entity_id", "from_version", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "skill_id", "until_version") VALUES (OLD."center_id", OLD."consoles", OLD."entity_id", OLD."from_version", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."priority", OLD."skill_id", OLD."until_version"); RETURN NULL;',
                            hash="223e7a793f6f16b339337af9e5e98c9a1b408c1e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_eb234",
                            table="scheduling_position",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PositionAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("name", models.CharField(max_length=60)),
                ("priority", models.PositiveSmallIntegerField()),
                ("consoles", models.PositiveSmallIntegerField(help_text="Consoles are numbered from 1.")),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.position",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.position",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.skill",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c19748449c4d6a0984b8be8bf291fd2bdae785b0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7a860",
                            table="scheduling_positionaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("base_version", models.BigIntegerField()),
                ("title", models.CharField(max_length=120)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "Open"), ("taken", "Taken"), ("discarded", "Discarded")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_version", models.BigIntegerField(null=True)),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.center"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.period",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "taken"), ("taken_version__isnull", False)),
                            models.Q(
                                models.Q(("outcome", "taken"), _negated=True), ("taken_version__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="scheduling_proposal_taken_has_version",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_proposalaudit" ("base_version", "center_id", "created_at", "id", "outcome", "owner_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_version", "title") VALUES (NEW."base_version", NEW."center_id", NEW."created_at", NEW."id", NEW."outcome", NEW."owner_id", NEW."period_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."taken_version", NEW."title"); RETURN NULL;',
                            hash="b8ef3da8bd4ca7b1930e079a37239815faa995e2",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_02928",
                            table="scheduling_proposal",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_proposalaudit" ("base_version", "center_id", "created_at", "id", "outcome", "owner_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_version", "title") VALUES (NEW."base_version", NEW."center_id", NEW."created_at", NEW."id", NEW."outcome", NEW."owner_id", NEW."period_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."taken_version", NEW."title"); RETURN NULL;',
                            hash="48bcc46621ec087c5569e58a78efa5c1ccdc0d03",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a82e5",
                            table="scheduling_proposal",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_proposalaudit" ("base_version", "center_id", "created_at", "id", "outcome", "owner_id", "period_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_version", "title") VALUES (OLD."base_version", OLD."center_id", OLD."created_at", OLD."id", OLD."outcome", OLD."owner_id", OLD."period_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."taken_version", OLD."title"); RETURN NULL;',
                            hash="f8b9dbee37f5fa1f3614235461c9da661feb4769",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3af34",
                            table="scheduling_proposal",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("base_version", models.BigIntegerField()),
                ("title", models.CharField(max_length=120)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("open", "Open"), ("taken", "Taken"), ("discarded", "Discarded")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("taken_version", models.BigIntegerField(null=True)),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.period",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.proposal",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="946bfcd8ad623366dddb9d99069d8201931f0de6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1e562",
                            table="scheduling_proposalaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("seats", "Seats in a position"), ("mix", "People on duty with a skill")],
                        max_length=5,
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Mon"),
                            (1, "Tue"),
                            (2, "Wed"),
                            (3, "Thu"),
                            (4, "Fri"),
                            (5, "Sat"),
                            (6, "Sun"),
                        ]
                    ),
                ),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField(help_text="00:00 is midnight at the end of the day.")),
                ("minimum", models.PositiveSmallIntegerField()),
                ("target", models.PositiveSmallIntegerField()),
                ("maximum", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.requirement",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.position",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.skill",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["center", "from_version"], name="scheduling_requirement_ver")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="scheduling_requirement_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_requirement_versions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "seats"), ("position__isnull", False), ("skill__isnull", True)),
                            models.Q(("kind", "mix"), ("position__isnull", True), ("skill__isnull", False)),
                            _connector="OR",
                        ),
                        name="scheduling_requirement_object",
                        violation_error_message="Seats are asked for in a position, a mix for a skill.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target__gte", models.F("minimum")),
                            models.Q(
                                ("maximum__isnull", True),
                                ("maximum__gte", models.F("target")),
                                _connector="OR",
                            ),
                        ),
                        name="scheduling_requirement_headcounts",
                        violation_error_message="Minimum, target and maximum must not decrease.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__second", 0), ("starts_at__second", 0)),
                        name="scheduling_requirement_minutes",
                        violation_error_message="Times are whole minutes, without seconds.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="08f9dbf15a3bc509720d42e54a310d41998dbc42",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_5e6a0",
                            table="scheduling_requirement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="c0806e9b4a70c39ecef291a24ca1bb496eec530e",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_c3470",
                            table="scheduling_requirement",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_requirementaudit" ("center_id", "ends_at", "entity_id", "from_version", "id", "kind", "maximum", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "skill_id", "starts_at", "target", "until_version", "weekday") VALUES (NEW."center_id", NEW."ends_at", NEW."entity_id", NEW."from_version", NEW."id", NEW."kind", NEW."maximum", NEW."minimum", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position_id", NEW."skill_id", NEW."starts_at", NEW."target", NEW."until_version", NEW."weekday"); RETURN NULL;',
                            hash="c90dfc0676d307839b5dd119bf4661452ae5dbd6",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6eaa6",
                            table="scheduling_requirement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_requirementaudit" ("center_id", "ends_at", "entity_id", "from_version", "id", "kind", "maximum", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "skill_id", "starts_at", "target", "until_version", "weekday") VALUES (NEW."center_id", NEW."ends_at", NEW."entity_id", NEW."from_version", NEW."id", NEW."kind", NEW."maximum", NEW."minimum", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position_id", NEW."skill_id", NEW."starts_at", NEW."target", NEW."until_version", NEW."weekday"); RETURN NULL;',
                            hash="bcab170c6acc949a1a8c97b6dca1cddc3e9f89ab",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f0847",
                            table="scheduling_requirement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_requirementaudit" ("center_id", "ends_at", "entity_id", "from_version", "id", "kind", "maximum", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "skill_id", "starts_at", "target", "until_version", "weekday") VALUES (OLD."center_id", OLD."ends_at", OLD."entity_id", OLD."from_version", OLD."id", OLD."kind", OLD."maximum", OLD."minimum", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position_id", OLD."skill_id", OLD."starts_at", OLD."target", OLD."until_version", OLD."weekday"); RETURN NULL;',
                            hash="fbc7a7588eb80af84d8a47d8f392d4a750c2b28e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_35722",
                            table="scheduling_requirement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("seats", "Seats in a position"), ("mix", "People on duty with a skill")],
                        max_length=5,
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Mon"),
                            (1, "Tue"),
                            (2, "Wed"),
                            (3, "Thu"),
                            (4, "Fri"),
                            (5, "Sat"),
                            (6, "Sun"),
                        ]
                    ),
                ),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField(help_text="00:00 is midnight at the end of the day.")),
                ("minimum", models.PositiveSmallIntegerField()),
                ("target", models.PositiveSmallIntegerField()),
                ("maximum", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.requirement",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.requirement",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.position",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.skill",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="b1ae041999b76e64ccc576652dd4b13c4e17fb01",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e3dea",
                            table="scheduling_requirementaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementOverride",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("seats", "Seats in a position"), ("mix", "People on duty with a skill")],
                        max_length=5,
                    ),
                ),
                ("on", models.DateField()),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField(help_text="00:00 is midnight at the end of the day.")),
                ("minimum", models.PositiveSmallIntegerField()),
                ("target", models.PositiveSmallIntegerField()),
                ("maximum", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("reason", models.CharField(max_length=200)),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.requirementoverride",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.position",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.skill",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["center", "from_version"], name="scheduling_requiremento_ver")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="scheduling_requirementoverride_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_requirementoverride_versions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "seats"), ("position__isnull", False), ("skill__isnull", True)),
                            models.Q(("kind", "mix"), ("position__isnull", True), ("skill__isnull", False)),
                            _connector="OR",
                        ),
                        name="scheduling_requirement_override_object",
                        violation_error_message="Seats are asked for in a position, a mix for a skill.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target__gte", models.F("minimum")),
                            models.Q(
                                ("maximum__isnull", True),
                                ("maximum__gte", models.F("target")),
                                _connector="OR",
                            ),
                        ),
                        name="scheduling_requirement_override_headcounts",
                        violation_error_message="Minimum, target and maximum must not decrease.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__second", 0), ("starts_at__second", 0)),
                        name="scheduling_requirement_override_minutes",
                        violation_error_message="Times are whole minutes, without seconds.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="da4dadfa51c3e81014a32df2d9dfa9b6955559c0",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_883ce",
                            table="scheduling_requirementoverride",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="8210a9b1f5fe5664bf0a897d3e006fa6fc1dc2a4",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_37da3",
                            table="scheduling_requirementoverride",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_requirementoverrideaudit" ("center_id", "ends_at", "entity_id", "from_version", "id", "kind", "maximum", "minimum", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "reason", "skill_id", "starts_at", "target", "until_version") VALUES (NEW."center_id", NEW."ends_at", NEW."entity_id", NEW."from_version", NEW."id", NEW."kind", NEW."maximum", NEW."minimum", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position_id", NEW."reason", NEW."skill_id", NEW."starts_at", NEW."target", NEW."until_version"); RETURN NULL;',
                            hash="93f066e62a6c801be704d536b2d8efc2b0424dee",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_bdef7",
                            table="scheduling_requirementoverride",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_requirementoverrideaudit" ("center_id", "ends_at", "entity_id", "from_version", "id", "kind", "maximum", "minimum", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "reason", "skill_id", "starts_at", "target", "until_version") VALUES (NEW."center_id", NEW."ends_at", NEW."entity_id", NEW."from_version", NEW."id", NEW."kind", NEW."maximum", NEW."minimum", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position_id", NEW."reason", NEW."skill_id", NEW."starts_at", NEW."target", NEW."until_version"); RETURN NULL;',
                            hash="2b8809a47f76bb344e5293854f30bfd01581ec36",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3323d",
                            table="scheduling_requirementoverride",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_requirementoverrideaudit" ("center_id", "ends_at", "entity_id", "from_version", "id", "kind", "maximum", "minimum", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "reason", "skill_id", "starts_at", "target", "until_version") VALUES (OLD."center_id", OLD."ends_at", OLD."entity_id", OLD."from_version", OLD."id", OLD."kind", OLD."maximum", OLD."minimum", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position_id", OLD."reason", OLD."skill_id", OLD."starts_at", OLD."target", OLD."until_version"); RETURN NULL;',
                            hash="c687b45204f5a1b9dfe78f92cd1263ed1bf5bd5c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_7f48b",
                            table="scheduling_requirementoverride",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementOverrideAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("seats", "Seats in a position"), ("mix", "People on duty with a skill")],
                        max_length=5,
                    ),
                ),
                ("on", models.DateField()),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField(help_text="00:00 is midnight at the end of the day.")),
                ("minimum", models.PositiveSmallIntegerField()),
                ("target", models.PositiveSmallIntegerField()),
                ("maximum", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("reason", models.CharField(max_length=200)),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.requirementoverride",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.requirementoverride",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.position",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.skill",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="27cb4b432580fad78a3069e2334ca96f1b7453f3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7f6b0",
                            table="scheduling_requirementoverrideaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleLimits",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("rule", models.CharField(max_length=60)),
                ("effective_on", models.DateField()),
                ("inform", models.PositiveIntegerField(blank=True, null=True)),
                ("warn", models.PositiveIntegerField(blank=True, null=True)),
                ("approval", models.PositiveIntegerField(blank=True, null=True)),
                ("block", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "bargaining_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.bargainingunit",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.rulelimits",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "rule limits",
                "ordering": ["rule", "effective_on"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["center", "from_version"], name="scheduling_rulelimits_ver")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="scheduling_rulelimits_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_rulelimits_versions",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("center", "bargaining_unit", "rule", "effective_on"),
                        name="scheduling_rule_limits_once",
                        nulls_distinct=False,
                        violation_error_message="There are limits of this rule from this date.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="6b6b2a2be3b06b34f4843418f30455cb30784b49",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_1c087",
                            table="scheduling_rulelimits",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="cb0133f1d433ccf5336cf4d481b698d37b020c01",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_a69fb",
                            table="scheduling_rulelimits",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_rulelimitsaudit" ("approval", "bargaining_unit_id", "block", "center_id", "effective_on", "entity_id", "from_version", "id", "inform", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "until_version", "warn") VALUES (NEW."approval", NEW."bargaining_unit_id", NEW."block", NEW."center_id", NEW."effective_on", NEW."entity_id", NEW."from_version", NEW."id", NEW."inform", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rule", NEW."until_version", NEW."warn"); RETURN NULL;',
                            hash="f7d846e1a488025d0110dba5cfe82d75af8b7b6d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c4604",
                            table="scheduling_rulelimits",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_rulelimitsaudit" ("approval", "bargaining_unit_id", "block", "center_id", "effective_on", "entity_id", "from_version", "id", "inform", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "until_version", "warn") VALUES (NEW."approval", NEW."bargaining_unit_id", NEW."block", NEW."center_id", NEW."effective_on", NEW."entity_id", NEW."from_version", NEW."id", NEW."inform", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rule", NEW."until_version", NEW."warn"); RETURN NULL;',
                            hash="d029f0d09a27b40b99a0c39d54436fc09e63eb61",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_af986",
                            table="scheduling_rulelimits",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_rulelimitsaudit" ("approval", "bargaining_unit_id", "block", "center_id", "effective_on", "entity_id", "from_version", "id", "inform", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "until_version", "warn") VALUES (OLD."approval", OLD."bargaining_unit_id", OLD."block", OLD."center_id", OLD."effective_on", OLD."entity_id", OLD."from_version", OLD."id", OLD."inform", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rule", OLD."until_version", OLD."warn"); RETURN NULL;',
                            hash="079f67298945e7009898a04f1429ac0de59dadd2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0116c",
                            table="scheduling_rulelimits",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleLimitsAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("rule", models.CharField(max_length=60)),
                ("effective_on", models.DateField()),
                ("inform", models.PositiveIntegerField(blank=True, null=True)),
                ("warn", models.PositiveIntegerField(blank=True, null=True)),
                ("approval", models.PositiveIntegerField(blank=True, null=True)),
                ("block", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "bargaining_unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.bargainingunit",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.rulelimits",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.rulelimits",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="ddda9e6b5293811c452676572372edf837f0d871",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a02d9",
                            table="scheduling_rulelimitsaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleOverride",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.BigIntegerField()),
                ("rule", models.CharField(max_length=60)),
                ("level", models.CharField(max_length=8)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("measured", models.IntegerField()),
                ("limit", models.IntegerField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.center"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="scheduling_rule_override_has_reason",
                        violation_error_message="An override needs a reason.",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="56f873721fdfebce7235e3daca841c11adc2e906",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_f3de4",
                            table="scheduling_ruleoverride",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_updated",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="77ff1cf09c3542ecbd64a494f6c1f005f24baa36",
                            operation="UPDATE",
                            pgid="pgtrigger_never_updated_90e64",
                            table="scheduling_ruleoverride",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftType",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "code",
                    models.CharField(
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z][A-Z0-9]{0,3}$",
                                "A code is one to four capital letters or digits, a letter first.",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField()),
                (
                    "unpaid_break_minutes",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(240)]
                    ),
                ),
                (
                    "symbol",
                    models.CharField(
                        choices=[("WORK", "Work"), ("EARLY", "Early"), ("LATE", "Late")],
                        default="WORK",
                        max_length=5,
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.shifttype",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "code"],
                "abstract": False,
                "indexes": [models.Index(fields=["center", "from_version"], name="scheduling_shifttype_ver")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="scheduling_shifttype_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_shifttype_versions",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("center", "code"),
                        name="scheduling_shift_type_code",
                        violation_error_message="A shift type with this code exists.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__second", 0), ("starts_at__second", 0)),
                        name="scheduling_shift_type_minutes",
                        violation_error_message="Times are whole minutes, without seconds.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="cac9e35bf2419f641ace9eb5f02ef83eae27698c",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_ce0e0",
                            table="scheduling_shifttype",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="f63028ee15c539f40d9706495f9905b0b59ba0ff",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_d1937",
                            table="scheduling_shifttype",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_shifttypeaudit" ("center_id", "code", "ends_at", "entity_id", "from_version", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_at", "symbol", "unpaid_break_minutes", "until_version") VALUES (NEW."center_id", NEW."code", NEW."ends_at", NEW."entity_id", NEW."from_version", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_at", NEW."symbol", NEW."unpaid_break_minutes", NEW."until_version"); RETURN NULL;',
                            hash="9760c5c2de1f194e08eb99cb2a5e333f2f5a1308",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_aa522",
                            table="scheduling_shifttype",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_shifttypeaudit" ("center_id", "code", "ends_at", "entity_id", "from_version", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_at", "symbol", "unpaid_break_minutes", "until_version") VALUES (NEW."center_id", NEW."code", NEW."ends_at", NEW."entity_id", NEW."from_version", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_at", NEW."symbol", NEW."unpaid_break_minutes", NEW."until_version"); RETURN NULL;',
                            hash="03d7367fce653fbf304a69058e20644c364ea0ee",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_20e5c",
                            table="scheduling_shifttype",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_shifttypeaudit" ("center_id", "code", "ends_at", "entity_id", "from_version", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_at", "symbol", "unpaid_break_minutes", "until_version") VALUES (OLD."center_id", OLD."code", OLD."ends_at", OLD."entity_id", OLD."from_version", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_at", OLD."symbol", OLD."unpaid_break_minutes", OLD."until_version"); RETURN NULL;',
                            hash="57bef1ebf8816f6f2f9a21fb5d852d026b69f14e",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6d535",
                            table="scheduling_shifttype",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternDay",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("day", models.PositiveSmallIntegerField()),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="scheduling.pattern",
                    ),
                ),
                (
                    "shift_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.shifttype",
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(fields=("pattern", "day"), name="scheduling_pattern_day_once")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="10ea0d19943c69c9a29195a37eff01a86c1c8a0b",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_dab6d",
                            table="scheduling_patternday",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_updated",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="1efbada5e7124854d5f7ba3a83e3f1510c20118b",
                            operation="UPDATE",
                            pgid="pgtrigger_never_updated_2e399",
                            table="scheduling_patternday",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_patterndayaudit" ("day", "id", "pattern_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shift_type_id") VALUES (NEW."day", NEW."id", NEW."pattern_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."shift_type_id"); RETURN NULL;',
                            hash="25ff2570786b0d50f5e6e2c9da7fd394f27696a1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e197f",
                            table="scheduling_patternday",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "scheduling_patterndayaudit" ("day", "id", "pattern_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shift_type_id") VALUES (NEW."day", NEW."id", NEW."pattern_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."shift_type_id"); RETURN NULL;',
                            hash="724966eda9b65e4b8167ffb97b9944559a9a8a31",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2a66c",
                            table="scheduling_patternday",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_patterndayaudit" ("day", "id", "pattern_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shift_type_id") VALUES (OLD."day", OLD."id", OLD."pattern_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."shift_type_id"); RETURN NULL;',
                            hash="f4f1911a29b2f6d8d922837da42b77c6c6fee3d2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_a0d21",
                            table="scheduling_patternday",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assign", "Assigned"),
                            ("remove", "Removed"),
                            ("replace", "Replaced"),
                            ("leave", "Leave"),
                            ("overtime", "Overtime"),
                            ("holdover", "Held over"),
                            ("early_out", "Left early"),
                            ("late", "Late"),
                            ("trade", "Trade"),
                            ("training", "Training"),
                            ("court", "Court"),
                            ("mandation", "Required overtime"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "paint",
                    models.CharField(
                        choices=[("duty", "Duty"), ("off", "Off"), ("absence", "Absence")], max_length=7
                    ),
                ),
                (
                    "paint_version",
                    models.BigIntegerField(
                        help_text="Place in the order of painting: the version that first added it, also when undo brings it back."
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, help_text="Order of painting inside one version."),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "shift_starts_at",
                    models.DateTimeField(help_text="Start of the shift these minutes belong to.", null=True),
                ),
                ("console", models.PositiveSmallIntegerField(null=True)),
                (
                    "breaks",
                    models.JSONField(
                        default=list,
                        help_text="Rows of start and end in minutes after starts_at, paid, relieved.",
                    ),
                ),
                (
                    "pay",
                    models.CharField(
                        choices=[
                            ("regular", "Regular"),
                            ("overtime", "Overtime"),
                            ("holdover", "Holdover"),
                            ("training", "Training"),
                            ("court", "Court"),
                            ("mandation", "Required overtime"),
                            ("trade", "Trade"),
                            ("holiday", "Holiday"),
                        ],
                        default="regular",
                        max_length=10,
                    ),
                ),
                ("absence_kind", models.CharField(blank=True, max_length=30)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("gesture", models.UUIDField(help_text="The edit that added it: one undo step.")),
                ("published_from", models.BigIntegerField(null=True)),
                ("published_until", models.BigIntegerField(null=True)),
                (
                    "center",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.adjustment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="staff.person",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.position",
                    ),
                ),
                (
                    "shift_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.shifttype",
                    ),
                ),
            ],
            options={
                "ordering": ["paint_version", "sequence"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["center", "from_version"], name="scheduling_adjustment_ver"),
                    models.Index(
                        fields=["center", "starts_at", "ends_at"], name="scheduling_adjustment_span"
                    ),
                    models.Index(fields=["gesture"], name="scheduling_adjustment_gesture"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="scheduling_adjustment_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_adjustment_versions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="scheduling_adjustment_interval",
                        violation_error_message="The end must be after the start. For an overnight shift, pick the next day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at__isnull", True),
                            django.db.models.lookups.Exact(
                                models.Func(
                                    models.Func(
                                        models.F("starts_at"),
                                        output_field=models.DecimalField(decimal_places=6, max_digits=20),
                                        template="EXTRACT(EPOCH FROM %(expressions)s)",
                                    ),
                                    models.Value(60),
                                    function="MOD",
                                    output_field=models.DecimalField(decimal_places=6, max_digits=20),
                                ),
                                models.Value(0),
                            ),
                            _connector="OR",
                        ),
                        name="scheduling_adjustment_start_minute",
                        violation_error_message="Times are whole minutes, without seconds.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            django.db.models.lookups.Exact(
                                models.Func(
                                    models.Func(
                                        models.F("ends_at"),
                                        output_field=models.DecimalField(decimal_places=6, max_digits=20),
                                        template="EXTRACT(EPOCH FROM %(expressions)s)",
                                    ),
                                    models.Value(60),
                                    function="MOD",
                                    output_field=models.DecimalField(decimal_places=6, max_digits=20),
                                ),
                                models.Value(0),
                            ),
                            _connector="OR",
                        ),
                        name="scheduling_adjustment_end_minute",
                        violation_error_message="Times are whole minutes, without seconds.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shift_starts_at__isnull", True),
                            django.db.models.lookups.Exact(
                                models.Func(
                                    models.Func(
                                        models.F("shift_starts_at"),
                                        output_field=models.DecimalField(decimal_places=6, max_digits=20),
                                        template="EXTRACT(EPOCH FROM %(expressions)s)",
                                    ),
                                    models.Value(60),
                                    function="MOD",
                                    output_field=models.DecimalField(decimal_places=6, max_digits=20),
                                ),
                                models.Value(0),
                            ),
                            _connector="OR",
                        ),
                        name="scheduling_adjustment_shift_minute",
                        violation_error_message="Times are whole minutes, without seconds.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paint", "duty"),
                            models.Q(("console", None), ("position", None), ("shift_type", None)),
                            _connector="OR",
                        ),
                        name="scheduling_adjustment_only_duty_has_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("console__isnull", True), ("position__isnull", False), _connector="OR"
                        ),
                        name="scheduling_adjustment_console_of_position",
                        violation_error_message="A console needs its position.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paint", "absence"), models.Q(("absence_kind", ""), _negated=True)),
                            models.Q(models.Q(("paint", "absence"), _negated=True), ("absence_kind", "")),
                            _connector="OR",
                        ),
                        name="scheduling_adjustment_absence_has_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_from__isnull", True),
                            ("published_from__gte", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="scheduling_adjustment_published_after_added",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_until__isnull", True),
                            models.Q(
                                ("published_from__isnull", False),
                                ("until_version__isnull", False),
                                ("published_until__gte", models.F("until_version")),
                                ("published_until__gt", models.F("published_from")),
                            ),
                            _connector="OR",
                        ),
                        name="scheduling_adjustment_revocation_published_after",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="02438e6ca94770681264d6fbd81016b4d5ff077d",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_f46c2",
                            table="scheduling_adjustment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="a6fb5c6ff5b7da2dd128a8ba483cdc2cbeb85873",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_6b9f5",
                            table="scheduling_adjustment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_adjustmentaudit" ("absence_kind", "breaks", "center_id", "console", "ends_at", "entity_id", "from_version", "gesture", "id", "kind", "paint", "paint_version", "pay", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "published_from", "published_until", "sequence", "shift_starts_at", "shift_type_id", "starts_at", "until_version") VALUES (NEW."absence_kind", NEW."breaks", NEW."center_id", NEW."console", NEW."ends_at", NEW."entity_id", NEW."from_version", NEW."gesture", NEW."id", NEW."kind", NEW."paint", NEW."paint_version", NEW."pay", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position_id", NEW."published_from", NEW."published_until", NEW."sequence", NEW."shift_starts_at", NEW."shift_type_id", NEW."starts_at", NEW."until_version"); RETURN NULL;',
                            hash="2cc893b07a680640ed11e501adf9a4475d333000",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ae62d",
                            table="scheduling_adjustment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."absence_kind" IS DISTINCT FROM (NEW."absence_kind") OR OLD."breaks" IS DISTINCT FROM (NEW."breaks") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."console" IS DISTINCT FROM (NEW."console") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."entity_id" IS DISTINCT FROM (NEW."entity_id") OR OLD."from_version" IS DISTINCT FROM (NEW."from_version") OR OLD."gesture" IS DISTINCT FROM (NEW."gesture") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."paint" IS DISTINCT FROM (NEW."paint") OR OLD."paint_version" IS DISTINCT FROM (NEW."paint_version") OR OLD."pay" IS DISTINCT FROM (NEW."pay") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."position_id" IS DISTINCT FROM (NEW."position_id") OR OLD."published_from" IS DISTINCT FROM (NEW."published_from") OR OLD."published_until" IS DISTINCT FROM (NEW."published_until") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."shift_starts_at" IS DISTINCT FROM (NEW."shift_starts_at") OR OLD."shift_type_id" IS DISTINCT FROM (NEW."shift_type_id") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."until_version" IS DISTINCT FROM (NEW."until_version"))',
                            func='INSERT INTO "scheduling_adjustmentaudit" ("absence_kind", "breaks", "center_id", "console", "ends_at", "entity_id", "from_version", "gesture", "id", "kind", "paint", "paint_version", "pay", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "published_from", "published_until", "sequence", "shift_starts_at", "shift_type_id", "starts_at", "until_version") VALUES (NEW."absence_kind", NEW."breaks", NEW."center_id", NEW."console", NEW."ends_at", NEW."entity_id", NEW."from_version", NEW."gesture", NEW."id", NEW."kind", NEW."paint", NEW."paint_version", NEW."pay", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position_id", NEW."published_from", NEW."published_until", NEW."sequence", NEW."shift_starts_at", NEW."shift_type_id", NEW."starts_at", NEW."until_version"); RETURN NULL;',
                            hash="82b022d9ae55b1f655642d8c00ccc5f93c53172e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f085d",
                            table="scheduling_adjustment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "scheduling_adjustmentaudit" ("absence_kind", "breaks", "center_id", "console", "ends_at", "entity_id", "from_version", "gesture", "id", "kind", "paint", "paint_version", "pay", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position_id", "published_from", "published_until", "sequence", "shift_starts_at", "shift_type_id", "starts_at", "until_version") VALUES (OLD."absence_kind", OLD."breaks", OLD."center_id", OLD."console", OLD."ends_at", OLD."entity_id", OLD."from_version", OLD."gesture", OLD."id", OLD."kind", OLD."paint", OLD."paint_version", OLD."pay", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position_id", OLD."published_from", OLD."published_until", OLD."sequence", OLD."shift_starts_at", OLD."shift_type_id", OLD."starts_at", OLD."until_version"); RETURN NULL;',
                            hash="c97054bf50eb9d69bfb2ae63018034f0dc75105b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6d5cc",
                            table="scheduling_adjustment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalLine",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("addition", models.JSONField(help_text="Fields of the adjustment to add.", null=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("is_dropped", models.BooleanField(default=False)),
                ("is_pinned", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.person"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="scheduling.proposal",
                    ),
                ),
                (
                    "revokes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="scheduling.adjustment",
                    ),
                ),
            ],
            options={
                "ordering": ["person", "starts_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("addition__isnull", False), ("revokes__isnull", True)),
                            models.Q(("addition__isnull", True), ("revokes__isnull", False)),
                            _connector="OR",
                        ),
                        name="scheduling_proposal_line_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="scheduling_proposal_line_interval",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at__isnull", True),
                            django.db.models.lookups.Exact(
                                models.Func(
                                    models.Func(
                                        models.F("starts_at"),
                                        output_field=models.DecimalField(decimal_places=6, max_digits=20),
                                        template="EXTRACT(EPOCH FROM %(expressions)s)",
                                    ),
                                    models.Value(60),
                                    function="MOD",
                                    output_field=models.DecimalField(decimal_places=6, max_digits=20),
                                ),
                                models.Value(0),
                            ),
                            _connector="OR",
                        ),
                        name="scheduling_proposal_line_start_minute",
                        violation_error_message="Times are whole minutes, without seconds.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            django.db.models.lookups.Exact(
                                models.Func(
                                    models.Func(
                                        models.F("ends_at"),
                                        output_field=models.DecimalField(decimal_places=6, max_digits=20),
                                        template="EXTRACT(EPOCH FROM %(expressions)s)",
                                    ),
                                    models.Value(60),
                                    function="MOD",
                                    output_field=models.DecimalField(decimal_places=6, max_digits=20),
                                ),
                                models.Value(0),
                            ),
                            _connector="OR",
                        ),
                        name="scheduling_proposal_line_end_minute",
                        violation_error_message="Times are whole minutes, without seconds.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_dropped", False), ("is_pinned", False), _connector="OR"),
                        name="scheduling_proposal_line_not_both",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternDayAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("day", models.PositiveSmallIntegerField()),
                (
                    "pattern",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.pattern",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.patternday",
                    ),
                ),
                (
                    "shift_type",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.shifttype",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="de0e03ef31d69cdc9df1252d03f341c0aea7493a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_cc47e",
                            table="scheduling_patterndayaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AdjustmentAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assign", "Assigned"),
                            ("remove", "Removed"),
                            ("replace", "Replaced"),
                            ("leave", "Leave"),
                            ("overtime", "Overtime"),
                            ("holdover", "Held over"),
                            ("early_out", "Left early"),
                            ("late", "Late"),
                            ("trade", "Trade"),
                            ("training", "Training"),
                            ("court", "Court"),
                            ("mandation", "Required overtime"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "paint",
                    models.CharField(
                        choices=[("duty", "Duty"), ("off", "Off"), ("absence", "Absence")], max_length=7
                    ),
                ),
                (
                    "paint_version",
                    models.BigIntegerField(
                        help_text="Place in the order of painting: the version that first added it, also when undo brings it back."
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, help_text="Order of painting inside one version."),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "shift_starts_at",
                    models.DateTimeField(help_text="Start of the shift these minutes belong to.", null=True),
                ),
                ("console", models.PositiveSmallIntegerField(null=True)),
                (
                    "breaks",
                    models.JSONField(
                        default=list,
                        help_text="Rows of start and end in minutes after starts_at, paid, relieved.",
                    ),
                ),
                (
                    "pay",
                    models.CharField(
                        choices=[
                            ("regular", "Regular"),
                            ("overtime", "Overtime"),
                            ("holdover", "Holdover"),
                            ("training", "Training"),
                            ("court", "Court"),
                            ("mandation", "Required overtime"),
                            ("trade", "Trade"),
                            ("holiday", "Holiday"),
                        ],
                        default="regular",
                        max_length=10,
                    ),
                ),
                ("absence_kind", models.CharField(blank=True, max_length=30)),
                ("gesture", models.UUIDField(help_text="The edit that added it: one undo step.")),
                ("published_from", models.BigIntegerField(null=True)),
                ("published_until", models.BigIntegerField(null=True)),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.adjustment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.person",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.adjustment",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.position",
                    ),
                ),
                (
                    "shift_type",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.shifttype",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="3857fea4f6f1afe8af749884c48fe484cdce798a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d7b4f",
                            table="scheduling_adjustmentaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftTypeAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "code",
                    models.CharField(
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z][A-Z0-9]{0,3}$",
                                "A code is one to four capital letters or digits, a letter first.",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField()),
                (
                    "unpaid_break_minutes",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(240)]
                    ),
                ),
                (
                    "symbol",
                    models.CharField(
                        choices=[("WORK", "Work"), ("EARLY", "Early"), ("LATE", "Late")],
                        default="WORK",
                        max_length=5,
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="scheduling.shifttype",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="audit_rows",
                        to="scheduling.shifttype",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9d80a9520e253c9af3ab639f874891583f60a64d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c0138",
                            table="scheduling_shifttypeaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.RunPython(install_triggers, uninstall_triggers),
    ]
