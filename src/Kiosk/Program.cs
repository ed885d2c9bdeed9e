using System.CommandLine;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Commands.Calibration;
using AccessKiosk.Kiosk.Commands.Operation;
using AccessKiosk.Kiosk.Commands.People;
using AccessKiosk.Kiosk.Commands.Recognition;
using AccessKiosk.Kiosk.Commands.Store;

return await CommandRoot.RunAsync(
    new Command("kiosk", "AccessKiosk opens doors by face: live people, enrolled, at the right time; nobody else.")
    {
        RunCommand.Create(),
        DoctorCommand.Create(),
        DoorsCommand.Create(),
        ConfigCommand.Create(),
        DetectCommand.Create(),
        EmbedCommand.Create(),
        EnrolCommand.Create(),
        ImportCommand.Create(),
        PeopleCommand.Create(),
        IdentifyCommand.Create(),
        VerifyCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        AuditCommand.Create(),
        KeysCommand.Create(),
        PrivacyCommand.Create(),
        CalibrateCommand.Create(),
    },
    args);
