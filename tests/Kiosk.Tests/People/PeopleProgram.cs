using System.Diagnostics;
using System.Text.Json;

namespace AccessKiosk.Kiosk.Tests.People;

/// <summary>The real program on a store of its own.</summary>
internal sealed class PeopleProgram : IDisposable
{
    public const string By = "tester";
    public static readonly string[] Consent = ["--consent-text", "2025-03", "--consent-by", "reception"];

    /// <summary>Where the program lies.</summary>
    public string Program { get; set; } = KioskProgram.Folder;

    public string Folder { get; } = Directory.CreateTempSubdirectory("people-").FullName;

    public string Store => Path.Combine(Folder, "store");

    public string Database => Path.Combine(Store, "kiosk.db");

    /// <summary>What the program finds in its environment besides the test's own.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it; standard input is closed, as under a script.</summary>
    public Process Start(IEnumerable<string> arguments, string input = "")
    {
        var start = new ProcessStartInfo(Path.Combine(Program, "AccessKiosk.Kiosk"), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["ACCESSKIOSK__Store__Directory"] = Store;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs it to its end.</summary>
    public Task<Answer> RunAsync(params IEnumerable<string> arguments) => TypeAsync("", arguments);

    /// <summary>Runs it to its end with this on its standard input.</summary>
    public async Task<Answer> TypeAsync(string input, params IEnumerable<string> arguments)
    {
        using var process = Start(arguments, input);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        return new(process.ExitCode, await output, await errors);
    }

    public Task<Answer> EnrolAsync(string name, string from, params string[] more) => RunAsync(["enrol", name, "--from", from, .. Consent, "--json", .. more]);

    /// <summary>Enrols him of <see cref="Recordings.Talker"/>, from pictures: sooner done than from a whole recording.</summary>
    public async Task EnrolTalkerAsync() => (await EnrolAsync("Franck Dupont", PersonFolder("in", "talker", Faces.Stranger))).Exited(0);

    public Task<Answer> ImportAsync(string folder, params string[] more) => RunAsync(["import", folder, .. Consent, "--json", "--yes", .. more]);

    public async Task<IReadOnlyList<JsonElement>> ListAsync() => (await RunAsync("people", "list", "--json")).Exited(0).Lines;

    /// <summary>A folder of pictures to enrol from, on the test's own ground.</summary>
    public string PersonFolder(string root, string name, params IEnumerable<string> pictures)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, root, name)).FullName;
        foreach (var picture in pictures)
            File.Copy(picture, Path.Combine(folder, Path.GetFileName(picture)), overwrite: true);
        return folder;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>What the program answered.</summary>
internal sealed record Answer(int ExitCode, string Output, string Errors)
{
    public IReadOnlyList<JsonElement> Lines => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output);

    /// <summary>Fails unless it exited so, and without a stack trace.</summary>
    public Answer Exited(int code)
    {
        Assert.True(ExitCode == code, $"exit code {ExitCode}, expected {code}\n{Output}\n{Errors}");
        Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
        return this;
    }

    /// <summary>Fails unless it was refused with an error that holds these words, and nothing was answered.</summary>
    public Answer Refused(params string[] words)
    {
        Exited(2);
        Assert.Empty(Output);
        Assert.All(words, word => Assert.Contains(word, Errors, StringComparison.Ordinal));
        return this;
    }
}
