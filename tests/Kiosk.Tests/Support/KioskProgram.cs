using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>The real program as a process of its own.</summary>
internal sealed class KioskProgram : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output, _errors;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private KioskProgram(Process process)
    {
        _process = process;
        (_output, _errors) = (ReadAsync(process.StandardOutput), process.StandardError.ReadToEndAsync(Cancellation));
    }

    /// <summary>The folder of the built program, of the tests' own configuration.</summary>
    public static string Folder { get; } = Built("Kiosk");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Runs it to its end.</summary>
    public static async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        return await program.EndAsync();
    }

    /// <summary>Starts it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Variables on top of the tests' own.</param>
    /// <param name="folder">Where the program lies, when it is a copy.</param>
    public static KioskProgram Start(string[] arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        // A shell's background jobs ignore Ctrl-C, and so would what the tests start there.
        string[] line = ["--default-signal=INT", .. Program(arguments, folder ?? Folder)];
        var start = new ProcessStartInfo("env", line) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[key] = value;
        return new(Process.Start(start)!);
    }

    // As the launcher does: the laboratory is a program of its own, and the demonstration is part of it.
    private static IEnumerable<string> Program(string[] arguments, string folder) => arguments switch
    {
        ["lab" or "demo", ..] => [Path.Combine(Built("Lab"), "AccessKiosk.Lab"), .. arguments],
        _ => [Path.Combine(folder, "AccessKiosk.Kiosk"), .. arguments],
    };

    private static string Built(string project) => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Ctrl-C, or another signal.</summary>
    public void Interrupt(string signal = "INT")
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it has written something to its standard output, or has ended.</summary>
    public Task AnsweredAsync() => _answered.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);

    /// <summary>Waits for its end.</summary>
    public async Task<ProgramResult> EndAsync()
    {
        await _process.WaitForExitAsync(Cancellation);
        return new(_process.ExitCode, await _output, await _errors);
    }

    private async Task<string> ReadAsync(StreamReader reader)
    {
        var all = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, Cancellation) is var count and > 0)
        {
            all.Append(buffer, 0, count);
            _answered.TrySetResult();
        }

        _answered.TrySetResult();
        return all.ToString();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}

/// <summary>What a program left behind.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output, read as one JSON object a line.</summary>
    public IReadOnlyList<JsonElement> Json => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary>Fails unless it exited with this code, and without a stack trace or a colour in either stream.</summary>
    public ProgramResult Exited(int code)
    {
        Assert.True(ExitCode == code, $"exit code {ExitCode}, expected {code}\n{Output}\n{Errors}");
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', Output + Errors);
        return this;
    }

    /// <summary>Fails unless it was refused with one error line that holds these words, and nothing was answered.</summary>
    public void Refused(params string[] words)
    {
        Exited(2);
        Assert.Empty(Output);
        var line = Assert.Single(Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
    }

    /// <summary>Fails unless a JSON object has exactly these fields.</summary>
    public static void HasFields(JsonElement json, params string[] names) =>
        Assert.Equal(names.Order(StringComparer.Ordinal), json.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
}
