using System.CommandLine;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Commands.Calibration;
using AccessKiosk.Kiosk.Commands.Operation;
using AccessKiosk.Kiosk.Commands.People;
using AccessKiosk.Kiosk.Commands.Recognition;
using AccessKiosk.Kiosk.Commands.Store;

namespace AccessKiosk.Kiosk.Commands;

/// <summary>All commands of the installed program, in the groups of its help.</summary>
internal static class KioskCommand
{
    /// <summary>The program's command with its subcommands.</summary>
    public static Command Create() => CommandRoot.Create(
        "AccessKiosk opens doors by face, for enrolled and live people at permitted times only.",
        [
            new("Daily use", RunCommand.Create(), DoctorCommand.Create(), AddressesCommand.Create(), ConfigCommand.Create(), DoorsCommand.Create()),
            new("Enrollment", EnrolCommand.Create(), ImportCommand.Create(), PeopleCommand.Create(), IdentifyCommand.Create(), VerifyCommand.Create()),
            new("Operation", BackupCommand.Create(), RestoreCommand.Create(), AuditCommand.Create(), KeysCommand.Create(), PrivacyCommand.Create()),
            new("Accuracy", CalibrateCommand.Create(), DetectCommand.Create(), EmbedCommand.Create(), TimelineCommand.Create()),
        ]);
}
