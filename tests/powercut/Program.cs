using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AccessKiosk.PowerCut;
using AccessKiosk.PowerCut.Engines;
using Spectre.Console;

// In the recorded process: an acknowledgement is one line, written at once.
if (args is ["work", var name, var folder, var workSeed, var workCount])
{
    await EngineList.Find(name).WorkAsync(
        folder,
        int.Parse(workSeed, CultureInfo.InvariantCulture),
        int.Parse(workCount, CultureInfo.InvariantCulture),
        done =>
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done {done}"));
            Console.Out.Flush();
        },
        CancellationToken.None);
    return 0;
}

var states = new Option<int>("--states") { Description = "How many power cuts for each engine.", DefaultValueFactory = _ => 500 };
var seed = new Option<int>("--seed") { Description = "Chooses the operations and the cuts.", DefaultValueFactory = _ => 1 };
var operations = new Option<int>("--operations") { Description = "How many operations the workload does.", DefaultValueFactory = _ => 200 };
var engine = new Option<string[]>("--engine")
{
    Description = "Which engines: " + string.Join(", ", EngineList.All.Select(one => one.Name)) + ".",
    DefaultValueFactory = _ => ["kiosk"],
    AllowMultipleArgumentsPerToken = true,
};
var control = new Option<bool>("--control") { Description = "Tries the controls too, which must fail: engines that do not flush." };
var json = new Option<bool>("--json") { Description = "Prints the outcome as JSON." };
var keep = new Option<string?>("--keep") { Description = "A folder for the recording and for the states that failed." };
var root = new RootCommand("Cuts the power under the store, again and again, in a model of the disk, and checks what is left.")
{
    states, seed, operations, engine, control, json, keep,
};
root.SetAction(async (arguments, cancellationToken) =>
{
    var options = new PowerCutOptions(
        arguments.GetRequiredValue(states), arguments.GetRequiredValue(seed), arguments.GetRequiredValue(operations), arguments.GetValue(keep));
    var engines = arguments.GetRequiredValue(engine).Select(EngineList.Find)
        .Concat(arguments.GetValue(control) ? EngineList.All.Where(one => one.IsControl) : [])
        .Distinct()
        .ToList();
    var reports = await RunAsync(engines, options, cancellationToken);
    if (arguments.GetValue(json))
        Console.WriteLine(JsonSerializer.Serialize(reports, ReportJson.Default.IReadOnlyListPowerCutReport));
    else
        Print(reports);
    return reports.All(report => report.Passed) ? 0 : 1;
});
try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (PowerCutException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}

static async Task<IReadOnlyList<PowerCutReport>> RunAsync(
    IReadOnlyList<IEngine> engines, PowerCutOptions options, CancellationToken cancellationToken)
{
    var screen = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
    var reports = new List<PowerCutReport>();
    await screen.Progress().StartAsync(async progress =>
    {
        foreach (var one in engines)
        {
            var bar = progress.AddTask(one.Name, maxValue: options.States);
            reports.Add(await new PowerCutTest(one, options).RunAsync(done => bar.Value = done, cancellationToken));
        }
    });
    return reports;
}

static void Print(IReadOnlyList<PowerCutReport> reports)
{
    foreach (var report in reports)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Engine}{(report.IsControl ? " (control, must fail)" : "")}: {report.Failures.Count} of {report.States} states failed ({report.DistinctStates} distinct), 95 % bound {report.UpperBound95:p2}; {report.Operations} operations, {report.Recording.Calls} calls, {report.Recording.Writes} writes, {report.Recording.Flushes} flushes; seed {report.Seed}, {report.Seconds:f0} s"));
        foreach (var failure in report.Failures.Take(report.IsControl ? 1 : 10))
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  state {failure.State}, after call {failure.Step}, {failure.Acknowledged} acknowledged, {failure.Cut}: {failure.Fault}"));
    }

    var failed = reports.Count(report => !report.Passed);
    Console.WriteLine($"{reports.Count - failed} passed, {failed} failed, 0 skipped");
}
