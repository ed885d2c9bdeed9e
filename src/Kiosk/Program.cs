using System.CommandLine;
using System.Globalization;
using AccessKiosk.Kiosk.Commands;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("AccessKiosk opens doors by face: live people, enrolled, at the right time; nobody else.")
{
    DemoCommand.Create(),
    RunCommand.Create(),
    DoctorCommand.Create(),
    DetectCommand.Create(),
    EmbedCommand.Create(),
    VerifyCommand.Create(),
    ReplayCommand.Create(),
    EvaluateCommand.Create(),
    CalibrateCommand.Create(),
};

return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
