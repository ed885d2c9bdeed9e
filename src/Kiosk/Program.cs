using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using AccessKiosk.Kiosk.Commands;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var signals = new StopSignals();
AnsiConsole.Console = Terminal.Results;

// Not a RootCommand: that one calls itself by the program file's name, which nobody types.
var root = new Command("kiosk", "AccessKiosk opens doors by face: live people, enrolled, at the right time; nobody else.")
{
    DemoCommand.Create(),
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
    ReplayCommand.Create(),
    BenchCommand.Create(),
    SoakCommand.Create(),
    EvaluateCommand.Create(),
    CalibrateCommand.Create(),
    new HelpOption(),
    new VersionOption(),
};

ValueNames.Fill(root);
var parsed = root.Parse(args);
return parsed.Action is ParseErrorAction
    ? Usage.Refuse(parsed)
    : signals.Code(await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, signals.Token));
