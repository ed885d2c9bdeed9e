using System.CommandLine;
using AccessKiosk.Kiosk.Commands;

var root = new RootCommand("AccessKiosk opens doors by face: live people, enrolled, at the right time; nobody else.")
{
    DemoCommand.Create(),
    RunCommand.Create(),
    DoctorCommand.Create(),
    DetectCommand.Create(),
    EmbedCommand.Create(),
    VerifyCommand.Create(),
    ReplayCommand.Create(),
    BenchCommand.Create(),
    EvaluateCommand.Create(),
};

return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
