using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessKiosk.Storage.Schema.Migrations
{
    /// <summary>Events have codes. Those recorded before have sentences: their codes are found in them here, once.</summary>
    public partial class EventCodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(name: "Reason", table: "events", newName: "Detail");
            migrationBuilder.AddColumn<string>(name: "Code", table: "events", type: "TEXT", maxLength: 200, nullable: true);
            migrationBuilder.AddColumn<string>(name: "Reason", table: "events", type: "TEXT", maxLength: 200, nullable: true);
            migrationBuilder.Sql(Codes);
            migrationBuilder.Sql(Reasons);
            migrationBuilder.Sql(Details);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE events DROP COLUMN Code");
            migrationBuilder.Sql("ALTER TABLE events DROP COLUMN Reason");
            migrationBuilder.RenameColumn(name: "Detail", table: "events", newName: "Reason");
        }

        private const string Codes = """
            UPDATE events SET Code = CASE Kind
                WHEN 'granted' THEN 'access.granted'
                WHEN 'denied' THEN 'access.denied'
                WHEN 'undecided' THEN 'access.undecided'
                WHEN 'challenge' THEN 'access.challenge_asked'
                WHEN 'pin-asked' THEN 'access.pin_asked'
                WHEN 'spoof' THEN 'alarm.presentation_attack'
                WHEN 'duress' THEN 'alarm.duress'
                WHEN 'enrolled' THEN 'person.enrolled'
                WHEN 'settings' THEN 'settings.changed'
                WHEN 'camera' THEN CASE
                    WHEN Detail LIKE '% is over after % pictures.' THEN 'camera.ended'
                    WHEN Detail LIKE '% gives pictures again.' THEN 'camera.recovered'
                    WHEN Detail LIKE '% gives good pictures again.' THEN 'camera.cleared'
                    WHEN Detail LIKE '%×%' THEN 'camera.opened'
                    ELSE 'camera.bad_frame' END
                WHEN 'fault' THEN CASE
                    WHEN Detail LIKE '% has given no picture for %' THEN 'camera.stalled'
                    WHEN Detail LIKE '% bad pictures in a row.' THEN 'camera.lost'
                    WHEN Detail LIKE '% could not be kept: %' THEN 'record.fault'
                    WHEN Detail LIKE '%none of them was taken%' THEN 'settings.refused'
                    WHEN Detail LIKE 'nobody can be let in%' THEN 'matching.fault'
                    WHEN Detail LIKE 'nothing was purged: %' THEN 'retention.fault'
                    WHEN Detail LIKE 'a renewal was not kept: %' THEN 'renewal.fault'
                    WHEN Details LIKE '%"camera":%' THEN 'camera.fault'
                    ELSE 'system.fault' END
                WHEN 'door' THEN CASE
                    WHEN Detail LIKE '%alarm: forced open%' THEN 'door.forced'
                    WHEN Detail LIKE '%alarm: held open%' THEN 'door.held'
                    WHEN Detail LIKE '%alarm: the case was opened%' THEN 'alarm.tamper'
                    WHEN Detail LIKE '%the case is closed again%' THEN 'alarm.tamper_over'
                    WHEN Detail LIKE '%(lockdown begins%' THEN 'lockdown.set'
                    WHEN Detail LIKE '%(lockdown ends%' THEN 'lockdown.cleared'
                    WHEN Detail LIKE '%(emergency release is reset%' THEN 'emergency.cleared'
                    WHEN Detail LIKE '%(emergency release%' THEN 'emergency.set'
                    WHEN Detail LIKE 'fault over%' OR Detail LIKE '%, fault over%' THEN 'door.fault_over'
                    WHEN Detail LIKE 'fault%' OR Detail LIKE '%, fault%' THEN 'door.fault'
                    WHEN Detail LIKE '%open for too long: please close it%' THEN 'door.held_warning'
                    WHEN Detail LIKE 'not unlocked%' THEN 'door.refused'
                    WHEN Detail LIKE 'unlocked%' THEN 'door.unlocked'
                    WHEN Detail LIKE '%door opened%' THEN 'door.opened'
                    WHEN Detail LIKE '%door closed%' THEN 'door.closed'
                    WHEN Detail LIKE '%alarm over%' THEN 'door.alarm_over'
                    WHEN Detail LIKE '%(hold open begins%' THEN 'door.hold_open_set'
                    WHEN Detail LIKE '%(hold open ends%' THEN 'door.hold_open_cleared'
                    WHEN Detail LIKE '%(the other door is open%' THEN 'door.interlocked'
                    WHEN Detail LIKE '%(the other door is locked again%' THEN 'door.interlock_over'
                    WHEN Detail = 'locked' OR Detail LIKE 'locked (%' THEN 'door.locked'
                    ELSE 'door.state_changed' END
                END
            """;

        private const string Reasons = """
            UPDATE events SET Reason = CASE
                    WHEN Kind = 'spoof' THEN 'presentation_attack'
                    WHEN Kind = 'undecided' THEN 'no_good_view'
                    WHEN Kind = 'denied' THEN CASE
                        WHEN Detail LIKE '%the rules refuse: UnknownDoor' THEN 'unknown_door'
                        WHEN Detail LIKE '%the rules refuse: Lockdown' THEN 'lockdown'
                        WHEN Detail LIKE '%the rules refuse: LockedOut' THEN 'locked_out'
                        WHEN Detail LIKE '%the rules refuse: Suspended' THEN 'suspended'
                        WHEN Detail LIKE '%the rules refuse: NotYetValid' THEN 'not_yet_valid'
                        WHEN Detail LIKE '%the rules refuse: Expired' THEN 'expired'
                        WHEN Detail LIKE '%the rules refuse: VisitorExpired' THEN 'visitor_expired'
                        WHEN Detail LIKE '%the rules refuse: NoPermission' THEN 'no_permission'
                        WHEN Detail LIKE '%the rules refuse: OutsideSchedule' THEN 'outside_schedule'
                        WHEN Detail LIKE '%the rules refuse: Holiday' THEN 'holiday'
                        WHEN Detail LIKE '%the rules refuse: NoFirstPerson' THEN 'no_first_person'
                        WHEN Detail LIKE '%the rules refuse: AntiPassback' THEN 'anti_passback'
                        WHEN Detail LIKE '%the rules refuse: NoPinSet' THEN 'no_pin_set'
                        WHEN Detail LIKE '%the rules refuse: WrongPin' THEN 'wrong_pin'
                        WHEN Detail LIKE '%the rules refuse: PinDamaged' THEN 'pin_damaged'
                        WHEN Detail LIKE '%the rules refuse: UnknownNumber' THEN 'unknown_number'
                        WHEN Detail LIKE '%the rules refuse: FaceNeeded' THEN 'face_needed'
                        WHEN Detail LIKE '%the rules refuse: PresentationAttack' THEN 'presentation_attack'
                        WHEN Detail LIKE '%the rules refuse: UnknownFace' THEN 'unknown_face'
                        WHEN Detail LIKE '%the door refuses: Interlocked' THEN 'interlocked'
                        WHEN Detail LIKE '%the door refuses: Tampered' THEN 'tampered'
                        WHEN Detail LIKE '%the door refuses: Lockdown' THEN 'lockdown'
                        WHEN Detail LIKE '%the door refuses: Fault' THEN 'door_fault'
                        WHEN Detail LIKE '%the door refuses: %' THEN 'door_refuses'
                        WHEN Detail = 'the camera has a fault' THEN 'camera_fault'
                        WHEN Detail = 'the PIN came too late' THEN 'pin_too_late'
                        WHEN Detail = 'nobody enrolled reaches the threshold' THEN 'unknown_face'
                        WHEN Detail IN ('challenge failed', 'liveness not shown in time') THEN 'liveness_not_shown' END
                    END
                WHERE Kind IN ('spoof', 'undecided', 'denied')
            """;

        // What the codes say is not repeated; names and messages stay.
        private const string Details = """
            UPDATE events SET Detail = CASE
                    WHEN Kind = 'duress' THEN NULL
                    WHEN Kind = 'door' AND Detail LIKE '% (%)' THEN substr(Detail, instr(Detail, ' (') + 2, length(Detail) - instr(Detail, ' (') - 2)
                    WHEN Kind = 'door' THEN NULL
                    WHEN Detail LIKE '%, but the rules refuse: %' THEN substr(Detail, 1, instr(Detail, ', but the rules refuse: ') - 1)
                    WHEN Detail LIKE 'the door refuses: %' OR Detail IN ('the camera has a fault', 'the PIN came too late') THEN NULL
                    ELSE Detail END
                WHERE Kind IN ('duress', 'door', 'denied')
            """;
    }
}
