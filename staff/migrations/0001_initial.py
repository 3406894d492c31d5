import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


def install_triggers(apps, schema_editor):
    # One operation for all: an AddTrigger each would render the state of every related model a hundred times.
    for model in apps.get_app_config("staff").get_models():
        for trigger in model._meta.original_attrs.get("triggers", ()):
            schema_editor.execute(trigger.install_sql, params=None)


def uninstall_triggers(apps, schema_editor):
    for model in apps.get_app_config("staff").get_models():
        for trigger in model._meta.original_attrs.get("triggers", ()):
            schema_editor.execute(trigger.uninstall_sql, params=None)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        # Exclusion constraints compare a key for equality beside overlapping ranges.
        django.contrib.postgres.operations.BtreeGistExtension(),
        # Names are sorted and found without their accents.
        django.contrib.postgres.operations.UnaccentExtension(),
        migrations.CreateModel(
            name="Center",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("time_zone", models.CharField(max_length=64)),
                ("pattern_anchor", models.DateField(help_text="Day 0 of every pattern with offset 0.")),
                (
                    "first_period_on",
                    models.DateField(help_text="First day of a period; all others follow without gaps."),
                ),
                ("period_days", models.PositiveSmallIntegerField(default=28)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period_days__gte", 7), ("period_days__lte", 84)),
                        name="staff_center_period_days",
                        violation_error_message="A period has 7 to 84 days.",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="fixed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."time_zone" IS DISTINCT FROM (NEW."time_zone") OR OLD."pattern_anchor" IS DISTINCT FROM (NEW."pattern_anchor") OR OLD."first_period_on" IS DISTINCT FROM (NEW."first_period_on") OR OLD."period_days" IS DISTINCT FROM (NEW."period_days"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="29c87540bd6632ded16d1d25e707d8a9fc1fa2b7",
                            operation="UPDATE",
                            pgid="pgtrigger_fixed_a4724",
                            table="staff_center",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_centeraudit" ("first_period_on", "id", "name", "pattern_anchor", "period_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "time_zone") VALUES (NEW."first_period_on", NEW."id", NEW."name", NEW."pattern_anchor", NEW."period_days", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."time_zone"); RETURN NULL;',
                            hash="00ae5fb8a6af6a4a0abec0fc356a7fcf2536161a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3f358",
                            table="staff_center",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_centeraudit" ("first_period_on", "id", "name", "pattern_anchor", "period_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "time_zone") VALUES (NEW."first_period_on", NEW."id", NEW."name", NEW."pattern_anchor", NEW."period_days", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."time_zone"); RETURN NULL;',
                            hash="7377e710e3ee919ea87f28c0cf31986d6765453e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c3110",
                            table="staff_center",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_centeraudit" ("first_period_on", "id", "name", "pattern_anchor", "period_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "time_zone") VALUES (OLD."first_period_on", OLD."id", OLD."name", OLD."pattern_anchor", OLD."period_days", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug", OLD."time_zone"); RETURN NULL;',
                            hash="e1477959d1cc39e1faea8bc898891452e74fd445",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c9749",
                            table="staff_center",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BargainingUnit",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "workweek_weekday",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Mon"),
                            (1, "Tue"),
                            (2, "Wed"),
                            (3, "Thu"),
                            (4, "Fri"),
                            (5, "Sat"),
                            (6, "Sun"),
                        ],
                        null=True,
                    ),
                ),
                ("workweek_time", models.TimeField(blank=True, null=True)),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bargaining_units",
                        to="staff.center",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "name"), name="staff_unit_name"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("workweek_time__isnull", True), ("workweek_weekday__isnull", True)),
                            models.Q(("workweek_time__isnull", False), ("workweek_weekday__isnull", False)),
                            _connector="OR",
                        ),
                        name="staff_unit_workweek_whole",
                        violation_error_message="A workweek needs both a weekday and a time, or neither.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_bargainingunitaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workweek_time", "workweek_weekday") VALUES (NEW."center_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."workweek_time", NEW."workweek_weekday"); RETURN NULL;',
                            hash="4188348e544f8940682e1fac85af6e2217ce2bae",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_de99f",
                            table="staff_bargainingunit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_bargainingunitaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workweek_time", "workweek_weekday") VALUES (NEW."center_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."workweek_time", NEW."workweek_weekday"); RETURN NULL;',
                            hash="2e580d48438e90ab7e214c0315e194bfc7814605",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6673d",
                            table="staff_bargainingunit",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_bargainingunitaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "workweek_time", "workweek_weekday") VALUES (OLD."center_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."workweek_time", OLD."workweek_weekday"); RETURN NULL;',
                            hash="38480482449b73de34e315d160fe2bef309c449b",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_bdba5",
                            table="staff_bargainingunit",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CenterAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(db_index=False, max_length=60)),
                ("time_zone", models.CharField(max_length=64)),
                ("pattern_anchor", models.DateField(help_text="Day 0 of every pattern with offset 0.")),
                (
                    "first_period_on",
                    models.DateField(help_text="First day of a period; all others follow without gaps."),
                ),
                ("period_days", models.PositiveSmallIntegerField(default=28)),
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
                        to="staff.center",
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
                            hash="c657decb819da4176250a2547f8ba9754b196407",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_eae2c",
                            table="staff_centeraudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CenterSettings",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "workweek_weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Mon"),
                            (1, "Tue"),
                            (2, "Wed"),
                            (3, "Thu"),
                            (4, "Fri"),
                            (5, "Sat"),
                            (6, "Sun"),
                        ],
                        default=6,
                    ),
                ),
                ("workweek_time", models.TimeField(default="00:00")),
                ("night_starts_at", models.TimeField(default="22:00")),
                ("night_ends_at", models.TimeField(default="06:00")),
                ("night_duty_minutes", models.PositiveSmallIntegerField(default=180)),
                ("continuous_gap_minutes", models.PositiveSmallIntegerField(default=30)),
                (
                    "conflict_strategy",
                    models.CharField(
                        choices=[
                            ("last_writer_wins", "The later edit wins; the other planner is told"),
                            ("first_writer_wins", "The earlier edit wins; the later one is refused"),
                            ("merge", "Both are kept where they differ in minutes or fields"),
                            ("ask", "Nothing is applied until the planner chooses"),
                        ],
                        default="last_writer_wins",
                        max_length=20,
                    ),
                ),
                (
                    "shows_provisional_pattern",
                    models.BooleanField(
                        default=False,
                        help_text="Employees see their pattern, marked as provisional, before a period is published.",
                    ),
                ),
                (
                    "answered_within_15_s",
                    models.DecimalField(decimal_places=3, default="0.900", max_digits=4),
                ),
                (
                    "answered_within_20_s",
                    models.DecimalField(decimal_places=3, default="0.950", max_digits=4),
                ),
                ("average_handling_seconds", models.PositiveSmallIntegerField(default=150)),
                ("calls_per_incident", models.DecimalField(decimal_places=2, default="1.50", max_digits=5)),
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
                        to="staff.centersettings",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "center settings",
                "abstract": False,
                "indexes": [models.Index(fields=["center", "from_version"], name="staff_centersettin_ver")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="staff_centersettings_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="staff_centersettings_versions",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("center",),
                        name="staff_one_settings_per_center",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="bf0666e4bfef75736804ec6509fb2550a0701735",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_99595",
                            table="staff_centersettings",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="9de89fbbae5e0ba7219ad3d37d39b6a5658cdae8",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_0b27d",
                            table="staff_centersettings",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_centersettingsaudit" ("answered_within_15_s", "answered_within_20_s", "average_handling_seconds", "calls_per_incident", "center_id", "conflict_strategy", "continuous_gap_minutes", "entity_id", "from_version", "id", "night_duty_minutes", "night_ends_at", "night_starts_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shows_provisional_pattern", "until_version", "workweek_time", "workweek_weekday") VALUES (NEW."answered_within_15_s", NEW."answered_within_20_s", NEW."average_handling_seconds", NEW."calls_per_incident", NEW."center_id", NEW."conflict_strategy", NEW."continuous_gap_minutes", NEW."entity_id", NEW."from_version", NEW."id", NEW."night_duty_minutes", NEW."night_ends_at", NEW."night_starts_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."shows_provisional_pattern", NEW."until_version", NEW."workweek_time", NEW."workweek_weekday"); RETURN NULL;',
                            hash="441ae0f5ab92fc0ff5636af14562cf80bcaed51b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ca0fd",
                            table="staff_centersettings",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_centersettingsaudit" ("answered_within_15_s", "answered_within_20_s", "average_handling_seconds", "calls_per_incident", "center_id", "conflict_strategy", "continuous_gap_minutes", "entity_id", "from_version", "id", "night_duty_minutes", "night_ends_at", "night_starts_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shows_provisional_pattern", "until_version", "workweek_time", "workweek_weekday") VALUES (NEW."answered_within_15_s", NEW."answered_within_20_s", NEW."average_handling_seconds", NEW."calls_per_incident", NEW."center_id", NEW."conflict_strategy", NEW."continuous_gap_minutes", NEW."entity_id", NEW."from_version", NEW."id", NEW."night_duty_minutes", NEW."night_ends_at", NEW."night_starts_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."shows_provisional_pattern", NEW."until_version", NEW."workweek_time", NEW."workweek_weekday"); RETURN NULL;',
                            hash="e2d2ecd1d60941388123b5ac7be5a68ee49afb5e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_35afa",
                            table="staff_centersettings",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_centersettingsaudit" ("answered_within_15_s", "answered_within_20_s", "average_handling_seconds", "calls_per_incident", "center_id", "conflict_strategy", "continuous_gap_minutes", "entity_id", "from_version", "id", "night_duty_minutes", "night_ends_at", "night_starts_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shows_provisional_pattern", "until_version", "workweek_time", "workweek_weekday") VALUES (OLD."answered_within_15_s", OLD."answered_within_20_s", OLD."average_handling_seconds", OLD."calls_per_incident", OLD."center_id", OLD."conflict_strategy", OLD."continuous_gap_minutes", OLD."entity_id", OLD."from_version", OLD."id", OLD."night_duty_minutes", OLD."night_ends_at", OLD."night_starts_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."shows_provisional_pattern", OLD."until_version", OLD."workweek_time", OLD."workweek_weekday"); RETURN NULL;',
                            hash="5628f0a5979f6f4dca946ba3a2190b5d44d17a7f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1618c",
                            table="staff_centersettings",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CenterSettingsAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "workweek_weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Mon"),
                            (1, "Tue"),
                            (2, "Wed"),
                            (3, "Thu"),
                            (4, "Fri"),
                            (5, "Sat"),
                            (6, "Sun"),
                        ],
                        default=6,
                    ),
                ),
                ("workweek_time", models.TimeField(default="00:00")),
                ("night_starts_at", models.TimeField(default="22:00")),
                ("night_ends_at", models.TimeField(default="06:00")),
                ("night_duty_minutes", models.PositiveSmallIntegerField(default=180)),
                ("continuous_gap_minutes", models.PositiveSmallIntegerField(default=30)),
                (
                    "conflict_strategy",
                    models.CharField(
                        choices=[
                            ("last_writer_wins", "The later edit wins; the other planner is told"),
                            ("first_writer_wins", "The earlier edit wins; the later one is refused"),
                            ("merge", "Both are kept where they differ in minutes or fields"),
                            ("ask", "Nothing is applied until the planner chooses"),
                        ],
                        default="last_writer_wins",
                        max_length=20,
                    ),
                ),
                (
                    "shows_provisional_pattern",
                    models.BooleanField(
                        default=False,
                        help_text="Employees see their pattern, marked as provisional, before a period is published.",
                    ),
                ),
                (
                    "answered_within_15_s",
                    models.DecimalField(decimal_places=3, default="0.900", max_digits=4),
                ),
                (
                    "answered_within_20_s",
                    models.DecimalField(decimal_places=3, default="0.950", max_digits=4),
                ),
                ("average_handling_seconds", models.PositiveSmallIntegerField(default=150)),
                ("calls_per_incident", models.DecimalField(decimal_places=2, default="1.50", max_digits=5)),
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
                        to="staff.centersettings",
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
                        to="staff.centersettings",
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
                            hash="e441a4b4a10f2360ed380f88c972a1a03667d0ec",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1a5c9",
                            table="staff_centersettingsaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="staff.center",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "name"), name="staff_department_name")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_departmentaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."center_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="8fb628ae667cd049de83f7a1785836085fbf3f6a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_57b58",
                            table="staff_department",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_departmentaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."center_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="6cf5e5c255cdc700d0c6ddc69f4cba34d5f727b2",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_91c90",
                            table="staff_department",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_departmentaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."center_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="ee93733c093538da1ea492b4cab2a58068f13305",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d1fb1",
                            table="staff_department",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("name", models.CharField(max_length=80)),
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
                        to="staff.department",
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
                            hash="c9719fb68be4585ec548cd44f63b005a9ac1af2d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_feae9",
                            table="staff_departmentaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                ("rank", models.PositiveSmallIntegerField(default=0, help_text="Order on the board.")),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="groups", to="staff.center"
                    ),
                ),
            ],
            options={
                "ordering": ["rank", "name"],
                "constraints": [models.UniqueConstraint(fields=("center", "name"), name="staff_group_name")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_groupaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank") VALUES (NEW."center_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank"); RETURN NULL;',
                            hash="8280b76ceeb80b29b8ee71f9d2bd35ac41e5e4fc",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d3c86",
                            table="staff_group",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_groupaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank") VALUES (NEW."center_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank"); RETURN NULL;',
                            hash="40d415f82f13fbb5433e8ff8d20be74e90c772d5",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_59d9c",
                            table="staff_group",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_groupaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank") VALUES (OLD."center_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rank"); RETURN NULL;',
                            hash="21643af3071c7e05b67ca4e6ed9d1819f041afc8",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4d5ca",
                            table="staff_group",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("rank", models.PositiveSmallIntegerField(default=0, help_text="Order on the board.")),
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
                        to="staff.group",
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
                            hash="cc92aa5e9bd25d0812cf4ff45709dc9d1685af63",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_23ed6",
                            table="staff_groupaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OffLimitGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.center"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "name"), name="staff_off_limit_group_name")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_offlimitgroupaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."center_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="1d0f1363eebe331bbb21037ecd2b0590c5c8cc2a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b62ec",
                            table="staff_offlimitgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_offlimitgroupaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."center_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="a0daad684beafb973e2b81f0b6f7b8ccfea0f561",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_684c7",
                            table="staff_offlimitgroup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_offlimitgroupaudit" ("center_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."center_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="9c16b8fa820c875b9d3094428735b873eb38a239",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5803a",
                            table="staff_offlimitgroup",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OffLimitGroupAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("name", models.CharField(max_length=80)),
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
                        to="staff.offlimitgroup",
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
                            hash="8341011030bbf7ead9ee11b0f2ba09992408024f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b4c36",
                            table="staff_offlimitgroupaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("code", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("position", "Fills a position"), ("trainer", "Trains others")],
                        max_length=10,
                    ),
                ),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Empty: does not expire.", null=True
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="skills", to="staff.center"
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("center", "code"),
                        name="staff_skill_code",
                        violation_error_message="A skill with this code exists.",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_skillaudit" ("center_id", "code", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_months") VALUES (NEW."center_id", NEW."code", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_months"); RETURN NULL;',
                            hash="45969742c604ff51a7a145a8280058bde5c7e709",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cd5b7",
                            table="staff_skill",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_skillaudit" ("center_id", "code", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_months") VALUES (NEW."center_id", NEW."code", NEW."id", NEW."kind", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_months"); RETURN NULL;',
                            hash="0452893761e42a4802eab26c46ee11b32820fbc8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9ad43",
                            table="staff_skill",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_skillaudit" ("center_id", "code", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_months") VALUES (OLD."center_id", OLD."code", OLD."id", OLD."kind", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."valid_months"); RETURN NULL;',
                            hash="7576c6e8c2aa2b11777053dab0d07b101eab2653",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_98e51",
                            table="staff_skill",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SkillAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("code", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[("position", "Fills a position"), ("trainer", "Trains others")],
                        max_length=10,
                    ),
                ),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Empty: does not expire.", null=True
                    ),
                ),
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
                            hash="a21f7bf6e9c38ce7ea6471ec63f9a1751062bdb8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_fc1ed",
                            table="staff_skillaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False, help_text="May open the admin.")),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="staff_user_email_folded",
                        violation_error_message="An account with this e-mail exists.",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_useraudit" ("id", "is_active", "is_staff", "is_superuser", "joined_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."joined_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="7323b2ddddcdffc820d1c734930a940521d4b870",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ee817",
                            table="staff_user",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."joined_at" IS DISTINCT FROM (NEW."joined_at"))',
                            func='INSERT INTO "staff_useraudit" ("id", "is_active", "is_staff", "is_superuser", "joined_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."joined_at", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="e3ba12ccfda86647c3ca2e06584794003605d195",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8c3eb",
                            table="staff_user",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_useraudit" ("id", "is_active", "is_staff", "is_superuser", "joined_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."joined_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="e857abbfc8772dc6497ccc5440172aa5ea8016e9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4dad5",
                            table="staff_user",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=60)),
                ("payload", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="staff.center"
                    ),
                ),
            ],
            options={
                "ordering": ["center", "version"],
                "indexes": [models.Index(fields=["center", "recorded_at"], name="staff_event_recorded")],
                "constraints": [
                    models.UniqueConstraint(fields=("center", "version"), name="staff_event_one_per_version")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="c4c62d8a7fa42f0c266963065f6e1762ac73bd8e",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_bba60",
                            table="staff_event",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="never_updated",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="10d5862439d190705a07758ef5c91be7df8e81d7",
                            operation="UPDATE",
                            pgid="pgtrigger_never_updated_f733b",
                            table="staff_event",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "number",
                    models.CharField(help_text="The number the center knows this person by.", max_length=20),
                ),
                ("last_name", models.CharField(max_length=80)),
                ("first_name", models.CharField(max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("hired_on", models.DateField()),
                ("seniority_on", models.DateField()),
                (
                    "bargaining_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="staff.bargainingunit",
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="staff.center"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="staff.department",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people",
                "ordering": ["last_name", "first_name", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("center", "number"),
                        name="staff_person_number",
                        violation_error_message="A person with this number exists.",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_personaudit" ("bargaining_unit_id", "center_id", "department_id", "hired_on", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seniority_on", "user_id") VALUES (NEW."bargaining_unit_id", NEW."center_id", NEW."department_id", NEW."hired_on", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."seniority_on", NEW."user_id"); RETURN NULL;',
                            hash="bbbc02868c97caa1dc2359f0049e7beb1cde12a0",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b6b3a",
                            table="staff_person",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."bargaining_unit_id" IS DISTINCT FROM (NEW."bargaining_unit_id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."hired_on" IS DISTINCT FROM (NEW."hired_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."seniority_on" IS DISTINCT FROM (NEW."seniority_on") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))',
                            func='INSERT INTO "staff_personaudit" ("bargaining_unit_id", "center_id", "department_id", "hired_on", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seniority_on", "user_id") VALUES (NEW."bargaining_unit_id", NEW."center_id", NEW."department_id", NEW."hired_on", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."seniority_on", NEW."user_id"); RETURN NULL;',
                            hash="b473495f2d557d793d219256fc2a9e85a59425bf",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_72eb5",
                            table="staff_person",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_personaudit" ("bargaining_unit_id", "center_id", "department_id", "hired_on", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seniority_on", "user_id") VALUES (OLD."bargaining_unit_id", OLD."center_id", OLD."department_id", OLD."hired_on", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."seniority_on", OLD."user_id"); RETURN NULL;',
                            hash="63e55ca6f7f6b0499cd8e0cf786108cc391e3d7c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c3832",
                            table="staff_person",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("granted_on", models.DateField()),
                ("expires_on", models.DateField(blank=True, help_text="Last valid day.", null=True)),
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
                        to="staff.certification",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to="staff.person",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to="staff.skill",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["center", "from_version"], name="staff_certificatio_ver")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="staff_certification_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="staff_certification_versions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__isnull", True),
                            ("expires_on__gte", models.F("granted_on")),
                            _connector="OR",
                        ),
                        name="staff_certification_dates",
                        violation_error_message="A certification can't expire before it is granted.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="947519ebfc7cd6eae3525515fe6a0a5e6e7d58f8",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_8f399",
                            table="staff_certification",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="7af23b9ff47ff621dbe88b19473c3908bf837d52",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_0c254",
                            table="staff_certification",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_certificationaudit" ("center_id", "entity_id", "expires_on", "from_version", "granted_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id", "until_version") VALUES (NEW."center_id", NEW."entity_id", NEW."expires_on", NEW."from_version", NEW."granted_on", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."skill_id", NEW."until_version"); RETURN NULL;',
                            hash="e66095495dbf4d7fefc1bebddd4be9442d24d813",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_55c75",
                            table="staff_certification",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_certificationaudit" ("center_id", "entity_id", "expires_on", "from_version", "granted_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id", "until_version") VALUES (NEW."center_id", NEW."entity_id", NEW."expires_on", NEW."from_version", NEW."granted_on", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."skill_id", NEW."until_version"); RETURN NULL;',
                            hash="856acfeaa1e3e45024689cd97c355b62c190632e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_777c6",
                            table="staff_certification",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_certificationaudit" ("center_id", "entity_id", "expires_on", "from_version", "granted_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "skill_id", "until_version") VALUES (OLD."center_id", OLD."entity_id", OLD."expires_on", OLD."from_version", OLD."granted_on", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."skill_id", OLD."until_version"); RETURN NULL;',
                            hash="ae86fc217be03091b5aa7cd97dc4622b28975e67",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c580b",
                            table="staff_certification",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificationAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("granted_on", models.DateField()),
                ("expires_on", models.DateField(blank=True, help_text="Last valid day.", null=True)),
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
                        to="staff.certification",
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
                        to="staff.certification",
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
                            hash="c93d678a9741e4775b26b3dd4231e29037a351a3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_07eb9",
                            table="staff_certificationaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Employment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "job",
                    models.CharField(
                        choices=[
                            ("dispatcher", "Dispatcher"),
                            ("supervisor", "Supervisor"),
                            ("trainee", "Trainee"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "staff_type",
                    models.CharField(
                        choices=[
                            ("regular", "Regular"),
                            ("contract", "Contract"),
                            ("part_time", "Part-time"),
                        ],
                        max_length=12,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
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
                        to="staff.employment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employments",
                        to="staff.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["center", "from_version"], name="staff_employment_ver")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="staff_employment_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="staff_employment_versions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_before__isnull", True),
                            ("ends_before__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="staff_employment_dates",
                        violation_error_message="An employment must end after it starts.",
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
                        name="staff_employment_no_overlap",
                        violation_error_message="This person is employed at that time already.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="2ccd6367aa7db96c4516894690e31daa79d9198e",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_0fe5b",
                            table="staff_employment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="80daa23e7272a2593504bcb68ea086fe36490424",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_17f33",
                            table="staff_employment",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_employmentaudit" ("center_id", "ends_before", "entity_id", "from_version", "id", "job", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_type", "starts_on", "until_version") VALUES (NEW."center_id", NEW."ends_before", NEW."entity_id", NEW."from_version", NEW."id", NEW."job", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."staff_type", NEW."starts_on", NEW."until_version"); RETURN NULL;',
                            hash="f6f6911ce3410af40a1dbebcc5ec6d7b79ee5182",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a589c",
                            table="staff_employment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_employmentaudit" ("center_id", "ends_before", "entity_id", "from_version", "id", "job", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_type", "starts_on", "until_version") VALUES (NEW."center_id", NEW."ends_before", NEW."entity_id", NEW."from_version", NEW."id", NEW."job", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."staff_type", NEW."starts_on", NEW."until_version"); RETURN NULL;',
                            hash="e1e107b9ffbdc970d6b216826bd5b748ebe104c0",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2c46d",
                            table="staff_employment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_employmentaudit" ("center_id", "ends_before", "entity_id", "from_version", "id", "job", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "staff_type", "starts_on", "until_version") VALUES (OLD."center_id", OLD."ends_before", OLD."entity_id", OLD."from_version", OLD."id", OLD."job", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."staff_type", OLD."starts_on", OLD."until_version"); RETURN NULL;',
                            hash="0d4652ac3c718d834c55abfa24964f37786de4ef",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_1f654",
                            table="staff_employment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmploymentAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                (
                    "job",
                    models.CharField(
                        choices=[
                            ("dispatcher", "Dispatcher"),
                            ("supervisor", "Supervisor"),
                            ("trainee", "Trainee"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "staff_type",
                    models.CharField(
                        choices=[
                            ("regular", "Regular"),
                            ("contract", "Contract"),
                            ("part_time", "Part-time"),
                        ],
                        max_length=12,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
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
                        to="staff.employment",
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
                        to="staff.employment",
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
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4c39a54e33a7b64be12128a199ccdc2c0a874b8a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a4142",
                            table="staff_employmentaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMembership",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
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
                        to="staff.groupmembership",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="staff.group",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="staff.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["center", "from_version"], name="staff_groupmembers_ver")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="staff_groupmembership_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="staff_groupmembership_versions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_before__isnull", True),
                            ("ends_before__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="staff_membership_dates",
                        violation_error_message="A membership must end after it starts.",
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
                        name="staff_membership_no_overlap",
                        violation_error_message="This person is in another group at that time.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="dfe1664b1f07a3fa5fc2736eb691de4633b4329c",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_eaec2",
                            table="staff_groupmembership",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="4104b083e4bef9f0585b1d9f0035f88d6926f698",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_1008a",
                            table="staff_groupmembership",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_groupmembershipaudit" ("center_id", "ends_before", "entity_id", "from_version", "group_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "until_version") VALUES (NEW."center_id", NEW."ends_before", NEW."entity_id", NEW."from_version", NEW."group_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."until_version"); RETURN NULL;',
                            hash="2ee3f4efad611bcceb2a007d8cd455e2a9236ad7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_40fce",
                            table="staff_groupmembership",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_groupmembershipaudit" ("center_id", "ends_before", "entity_id", "from_version", "group_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "until_version") VALUES (NEW."center_id", NEW."ends_before", NEW."entity_id", NEW."from_version", NEW."group_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."until_version"); RETURN NULL;',
                            hash="850ec574550a5920faaf42645b92d3392781009d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_666f8",
                            table="staff_groupmembership",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_groupmembershipaudit" ("center_id", "ends_before", "entity_id", "from_version", "group_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "until_version") VALUES (OLD."center_id", OLD."ends_before", OLD."entity_id", OLD."from_version", OLD."group_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."until_version"); RETURN NULL;',
                            hash="6412d571c057db7b75c00a339b7acb87943a2d70",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_4a957",
                            table="staff_groupmembership",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMembershipAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
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
                        to="staff.groupmembership",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.group",
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
                        to="staff.groupmembership",
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
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f0a8e2c16dd8d99823afdf4df59d532ae593cba3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_03a8f",
                            table="staff_groupmembershipaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("employee", "Employee"),
                            ("supervisor", "Supervisor"),
                            ("admin", "Admin"),
                            ("api_client", "API client"),
                        ],
                        max_length=12,
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
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
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="staff.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="staff_invitation_acceptance_whole",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_invitationaudit" ("accepted_at", "accepted_by_id", "center_id", "expires_at", "id", "invited_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sent_at", "withdrawn_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."center_id", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."sent_at", NEW."withdrawn_at"); RETURN NULL;',
                            hash="565f0ae8e10d8f39d0f54eb5b34128a50723554f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6bf30",
                            table="staff_invitation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."accepted_by_id" IS DISTINCT FROM (NEW."accepted_by_id") OR OLD."center_id" IS DISTINCT FROM (NEW."center_id") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_by_id" IS DISTINCT FROM (NEW."invited_by_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                            func='INSERT INTO "staff_invitationaudit" ("accepted_at", "accepted_by_id", "center_id", "expires_at", "id", "invited_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sent_at", "withdrawn_at") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."center_id", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."sent_at", NEW."withdrawn_at"); RETURN NULL;',
                            hash="9f3c617d291bc25aaafd55d268403192a3bd5c31",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_29ab6",
                            table="staff_invitation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_invitationaudit" ("accepted_at", "accepted_by_id", "center_id", "expires_at", "id", "invited_by_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sent_at", "withdrawn_at") VALUES (OLD."accepted_at", OLD."accepted_by_id", OLD."center_id", OLD."expires_at", OLD."id", OLD."invited_by_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."sent_at", OLD."withdrawn_at"); RETURN NULL;',
                            hash="15457c61a00a7323f680ac06c969ea8103ad8388",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_814ac",
                            table="staff_invitation",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvitationAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("employee", "Employee"),
                            ("supervisor", "Supervisor"),
                            ("admin", "Admin"),
                            ("api_client", "API client"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "invited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="staff.invitation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.person",
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
                            hash="5a0fa50a3f9892a0a1bf264de587bcf34443f447",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_1de3b",
                            table="staff_invitationaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OffLimitMembership",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="staff.offlimitgroup",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="off_limit_memberships",
                        to="staff.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("group", "person"), name="staff_off_limit_member_once")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_offlimitmembershipaudit" ("group_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."group_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="4d59f89fe2492dfa4cf72d0c0bf5481dfa1e9408",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c46a5",
                            table="staff_offlimitmembership",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_offlimitmembershipaudit" ("group_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."group_id", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="84c9fb922ef76488444f96dd71de28acaa51baa4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b428a",
                            table="staff_offlimitmembership",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_offlimitmembershipaudit" ("group_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."group_id", OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="62e4c27298a2cde0c9c592db6e45704034ddab2c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_da698",
                            table="staff_offlimitmembership",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OffLimitMembershipAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.offlimitgroup",
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
                        to="staff.offlimitmembership",
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
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="fbbf3441f0ed790d9a9ebdc9d44ba64b43fc0974",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e6325",
                            table="staff_offlimitmembershipaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "number",
                    models.CharField(help_text="The number the center knows this person by.", max_length=20),
                ),
                ("hired_on", models.DateField()),
                ("seniority_on", models.DateField()),
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
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.center",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.department",
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
                        to="staff.person",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                            hash="12670f0c4264d082189345369bc32726bb3cc3a4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_d1795",
                            table="staff_personaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("employee", "Employee"),
                            ("supervisor", "Supervisor"),
                            ("admin", "Admin"),
                            ("api_client", "API client"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "center",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.center"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "center"),
                        name="staff_one_role_per_center",
                        violation_error_message="This user has a role at this center already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["employee", "supervisor", "admin", "api_client"])),
                        name="staff_role_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_roleassignmentaudit" ("center_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."center_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;',
                            hash="76b804131b8071fc474aa238d8ccc26d3b91426d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_26b22",
                            table="staff_roleassignment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_roleassignmentaudit" ("center_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."center_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;',
                            hash="5356bbb936d160d2d53e12493e6842f8e01bb426",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e7996",
                            table="staff_roleassignment",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_roleassignmentaudit" ("center_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (OLD."center_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."user_id"); RETURN NULL;',
                            hash="7f0d982817645692612f2f3b54eae9bbb355bc7c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0eac1",
                            table="staff_roleassignment",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleAssignmentAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("employee", "Employee"),
                            ("supervisor", "Supervisor"),
                            ("admin", "Admin"),
                            ("api_client", "API client"),
                        ],
                        max_length=12,
                    ),
                ),
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
                        to="staff.roleassignment",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                            hash="31a309ec0afc519cab343168d063f0bda103aa2f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_9cf38",
                            table="staff_roleassignmentaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainerPair",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
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
                        to="staff.trainerpair",
                    ),
                ),
                (
                    "trainee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainer_pairs",
                        to="staff.person",
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainee_pairs",
                        to="staff.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["center", "from_version"], name="staff_trainerpair_ver")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_version__isnull", True)),
                        fields=("entity",),
                        name="staff_trainerpair_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_version__isnull", True),
                            ("until_version__gt", models.F("from_version")),
                            _connector="OR",
                        ),
                        name="staff_trainerpair_versions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("trainee", models.F("trainer")), _negated=True),
                        name="staff_pair_two_people",
                        violation_error_message="Nobody is their own trainer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_before__isnull", True),
                            ("ends_before__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="staff_pair_dates",
                        violation_error_message="A pair must end after it starts.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                        expressions=[
                            ("trainee", "="),
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
                        name="staff_pair_no_overlap",
                        violation_error_message="This trainee has another trainer at that time.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="4b09e9a6c3395950e42b46d930bd65a77ad3d807",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_98df0",
                            table="staff_trainerpair",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="closed_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (to_jsonb(NEW) - ARRAY['until_version', 'published_from', 'published_until']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['until_version', 'published_from', 'published_until']) THEN\n    RAISE EXCEPTION 'A versioned row of % is never updated in place.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF EXISTS (\n    SELECT 1 FROM unnest(ARRAY['until_version', 'published_from', 'published_until']) AS name\n    WHERE to_jsonb(OLD) ->> name IS NOT NULL\n      AND to_jsonb(OLD) ->> name IS DISTINCT FROM to_jsonb(NEW) ->> name\n) THEN\n    RAISE EXCEPTION 'A versioned row of % is closed only once.', TG_TABLE_NAME\n        USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="44b1f711249149e7e9222dc5bb945ea1fdb2ab63",
                            operation="UPDATE",
                            pgid="pgtrigger_closed_once_f05a3",
                            table="staff_trainerpair",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_trainerpairaudit" ("center_id", "ends_before", "entity_id", "from_version", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "trainee_id", "trainer_id", "until_version") VALUES (NEW."center_id", NEW."ends_before", NEW."entity_id", NEW."from_version", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."trainee_id", NEW."trainer_id", NEW."until_version"); RETURN NULL;',
                            hash="f7fd74aee49b9e0233df12902a6a32f4021407f5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_bcf90",
                            table="staff_trainerpair",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_trainerpairaudit" ("center_id", "ends_before", "entity_id", "from_version", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "trainee_id", "trainer_id", "until_version") VALUES (NEW."center_id", NEW."ends_before", NEW."entity_id", NEW."from_version", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."trainee_id", NEW."trainer_id", NEW."until_version"); RETURN NULL;',
                            hash="5400359f67f15baf65eee88726d75f8501c7380b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2e375",
                            table="staff_trainerpair",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_trainerpairaudit" ("center_id", "ends_before", "entity_id", "from_version", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "trainee_id", "trainer_id", "until_version") VALUES (OLD."center_id", OLD."ends_before", OLD."entity_id", OLD."from_version", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."trainee_id", OLD."trainer_id", OLD."until_version"); RETURN NULL;',
                            hash="513b90e55e120f9b01c858c7ac5657563b14f126",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_b499b",
                            table="staff_trainerpair",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainerPairAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("from_version", models.BigIntegerField(editable=False)),
                ("until_version", models.BigIntegerField(editable=False, null=True)),
                ("starts_on", models.DateField()),
                ("ends_before", models.DateField(blank=True, null=True)),
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
                        to="staff.trainerpair",
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
                        to="staff.trainerpair",
                    ),
                ),
                (
                    "trainee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.person",
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.person",
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
                            hash="6fc9e16e1815dc73a364e41bb8febfb8e8f0e6e0",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_53af9",
                            table="staff_trainerpairaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UserAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False, help_text="May open the admin.")),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                        to=settings.AUTH_USER_MODEL,
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
                            hash="cbe9cc96fdc311e7a65f379c6b76106b58f3ba78",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c2982",
                            table="staff_useraudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(choices=[("off", "Off"), ("work", "Work")], max_length=4)),
                ("on", models.DateField()),
                ("shift_code", models.CharField(blank=True, max_length=4)),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="wishes", to="staff.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "wishes",
                "ordering": ["on", "person"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "on", "kind", "shift_code"),
                        name="staff_wish_once",
                        violation_error_message="This person has that wish already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1), ("weight__lte", 5)),
                        name="staff_wish_weight",
                        violation_error_message="A wish weighs 1 to 5.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "work"), ("shift_code", ""), _connector="OR"),
                        name="staff_wish_off_has_no_shift",
                        violation_error_message="A wish to be off names no shift.",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_wishaudit" ("center_id", "id", "kind", "on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shift_code", "weight") VALUES (NEW."center_id", NEW."id", NEW."kind", NEW."on", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."shift_code", NEW."weight"); RETURN NULL;',
                            hash="e217a6d5f542abe5cde5a37636fa1d9aec2f9015",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cb2a5",
                            table="staff_wish",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "staff_wishaudit" ("center_id", "id", "kind", "on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shift_code", "weight") VALUES (NEW."center_id", NEW."id", NEW."kind", NEW."on", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."shift_code", NEW."weight"); RETURN NULL;',
                            hash="018c9905f7fa810253004d1e9b91347aeeded00d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0280e",
                            table="staff_wish",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "staff_wishaudit" ("center_id", "id", "kind", "on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shift_code", "weight") VALUES (OLD."center_id", OLD."id", OLD."kind", OLD."on", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."shift_code", OLD."weight"); RETURN NULL;',
                            hash="ddca4affe3a92cfe9534ff1601e60c7ab434f6de",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d2614",
                            table="staff_wish",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WishAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("kind", models.CharField(choices=[("off", "Off"), ("work", "Work")], max_length=4)),
                ("on", models.DateField()),
                ("shift_code", models.CharField(blank=True, max_length=4)),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
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
                        to="staff.wish",
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
                            hash="b7b971d216f9246b0a1bd9167fd39c9052ce1fb3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b9542",
                            table="staff_wishaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BargainingUnitAudit",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("name", models.CharField(max_length=80)),
                (
                    "workweek_weekday",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Mon"),
                            (1, "Tue"),
                            (2, "Wed"),
                            (3, "Thu"),
                            (4, "Fri"),
                            (5, "Sat"),
                            (6, "Sun"),
                        ],
                        null=True,
                    ),
                ),
                ("workweek_time", models.TimeField(blank=True, null=True)),
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
                        to="staff.bargainingunit",
                    ),
                ),
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
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4f6bb67240ab8e31d57b9f3214ba363ba68de8fe",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_c96c6",
                            table="staff_bargainingunitaudit",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CenterClock",
            fields=[
                (
                    "center",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="clock",
                        serialize=False,
                        to="staff.center",
                    ),
                ),
                ("version", models.BigIntegerField(default=0)),
                ("ticked_at", models.DateTimeField(null=True)),
            ],
            options={
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="never_deleted",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="239af3e1cadd0b1af7a0d8e4d54f89ce534c6554",
                            operation="DELETE",
                            pgid="pgtrigger_never_deleted_b8779",
                            table="staff_centerclock",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="only_forward",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (NEW."version" < (OLD."version"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="9bbc13adbe12e56be4044ec0ee32404594182d50",
                            operation="UPDATE",
                            pgid="pgtrigger_only_forward_ef1d5",
                            table="staff_centerclock",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        migrations.RunPython(install_triggers, uninstall_triggers),
    ]
