using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessKiosk.Storage.Schema.Migrations
{
    /// <summary>An event's code says what its kind said: the kinds go, and webhooks that named them name codes. An alert has a reason's code and the cue that raised it.</summary>
    public partial class OneEventRecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("UPDATE events SET Code = 'system.fault' WHERE Code IS NULL");
            migrationBuilder.Sql("UPDATE events SET Reason = 'challenge_failed' WHERE Reason = 'liveness_not_shown' AND Detail = 'challenge failed'");
            migrationBuilder.Sql("UPDATE events SET Door = '' WHERE Door = 'site' AND substr(Code, 1, instr(Code, '.') - 1) IN ('matching', 'record', 'retention', 'renewal', 'system', 'settings', 'person')");
            migrationBuilder.Sql("UPDATE events SET Detail = NULL WHERE Detail IN ('identified and live', 'identified, challenge passed', 'the camera''s stream is no live one', 'presentation attack', 'challenge failed', 'liveness not shown in time', 'too few good pictures in time', 'nobody enrolled reaches the threshold')");
            migrationBuilder.Sql("UPDATE alerts SET Species = CASE WHEN Reason = 'the camera''s stream is no live one' THEN 'stream' END, Reason = 'presentation_attack'");
            migrationBuilder.Sql(Webhooks);
            migrationBuilder.RenameColumn(name: "Species", table: "alerts", newName: "Cue");
            // In plain SQL: EF would build the table anew, for which it leaves the transaction, and a power cut then leaves half a migration.
            migrationBuilder.Sql("ALTER TABLE events DROP COLUMN Kind");
            migrationBuilder.Sql("ALTER TABLE events RENAME COLUMN Code TO CodeBefore");
            migrationBuilder.Sql("ALTER TABLE events ADD COLUMN Code TEXT NOT NULL DEFAULT ''");
            migrationBuilder.Sql("UPDATE events SET Code = CodeBefore");
            migrationBuilder.Sql("ALTER TABLE events DROP COLUMN CodeBefore");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(name: "Cue", table: "alerts", newName: "Species");
            migrationBuilder.AddColumn<string>(name: "Kind", table: "events", type: "TEXT", maxLength: 200, nullable: false, defaultValue: "fault");
            migrationBuilder.Sql("ALTER TABLE events RENAME COLUMN Code TO CodeAfter");
            migrationBuilder.AddColumn<string>(name: "Code", table: "events", type: "TEXT", maxLength: 200, nullable: true);
            migrationBuilder.Sql("UPDATE events SET Code = CodeAfter");
            migrationBuilder.Sql("ALTER TABLE events DROP COLUMN CodeAfter");
        }

        // The kind "fault" lives on as the severity; the others were each one or more codes.
        private const string Webhooks = """
            UPDATE webhooks SET Kinds = trim(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(' ' || Kinds || ' ', ' granted ', ' access.granted '), ' denied ', ' access.denied '), ' undecided ', ' access.undecided '), ' challenge ', ' access.challenge_asked '), ' pin-asked ', ' access.pin_asked '), ' spoof ', ' alarm.presentation_attack '), ' duress ', ' alarm.duress '), ' enrolled ', ' person.enrolled '), ' settings ', ' settings.changed '), ' door ', ' door lockdown emergency alarm.tamper alarm.tamper_over '), ' camera ', ' camera.opened camera.ended camera.bad_frame camera.recovered camera.cleared '))
            """;
    }
}
