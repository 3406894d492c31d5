"""The workweek advisor: what each start would cost with the center's patterns. It proposes, never switches."""
