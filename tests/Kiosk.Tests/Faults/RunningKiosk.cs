using AccessKiosk.Storage.Events;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Kiosk.Tests.People;
using AccessKiosk.Storage;

namespace AccessKiosk.Kiosk.Tests.Faults;

/// <summary>The real program at its work: <c>run</c> in a process of its own, with a simulated door and a recording as the camera.</summary>
internal sealed class RunningKiosk : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private RunningKiosk(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync(Cancellation));

    /// <summary>Every event so far.</summary>
    public List<JsonElement> Events { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it.</summary>
    public static RunningKiosk Start(PeopleProgram site, string camera, params string[] settings)
    {
        string[] all = [$"Camera:Source={camera}", "Camera:Loop=true", "Gpio:Driver=Simulated", "Doors:main:Relay=relay", "Web:Enabled=false", .. settings];
        return new(site.Start(["run", "--json", .. all.SelectMany(setting => new[] { "--set", setting })]));
    }

    /// <summary>Waits for an event.</summary>
    /// <param name="name">Its code, its group or its severity.</param>
    /// <param name="detail">A part of its detail.</param>
    public async Task<JsonElement> UntilAsync(string name, string detail = "")
    {
        // What does not happen would be waited for as long as the kiosk runs.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                var happened = JsonSerializer.Deserialize<JsonElement>(line);
                Events.Add(happened);
                if (Text(happened, "code") == name || Text(happened, "code").StartsWith(name + ".", StringComparison.Ordinal) || Text(happened, "severity") == name)
                {
                    if (Text(happened, "detail").Contains(detail, StringComparison.Ordinal))
                        return happened;
                }
            }
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(Cancellation);
        Assert.Fail($"never {name} {detail}, exit {_process.ExitCode}: {string.Join('\n', Events)}\n{await _errors}");
        return default;
    }

    private static string Text(JsonElement happened, string field) => happened.TryGetProperty(field, out var value) ? value.GetString()! : "";

    /// <summary>SIGTERM, and its end in good order.</summary>
    public async Task TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(Cancellation);
        while (await _process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
            Events.Add(JsonSerializer.Deserialize<JsonElement>(line));
        await _process.WaitForExitAsync(Cancellation);
        Assert.DoesNotContain("   at ", await _errors, StringComparison.Ordinal);
        Assert.Equal(143, _process.ExitCode);
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync(Cancellation);
    }

    /// <summary>What the store has kept, oldest first.</summary>
    public static async Task<IReadOnlyList<AccessEvent>> KeptAsync(PeopleProgram site)
    {
        await using var store = await KioskStore.OpenAsync(new() { Directory = site.Store }, StoreAccess.Read, cancellationToken: Cancellation);
        return [.. (await store.Events.QueryAsync(new() { Limit = 10_000 }, Cancellation)).Reverse()];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
