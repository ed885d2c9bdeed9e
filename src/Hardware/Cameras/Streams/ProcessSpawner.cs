using AccessKiosk.Foundation;
using System.Collections.Concurrent;
using System.Diagnostics;

namespace AccessKiosk.Hardware.Cameras.Streams;

/// <summary>
/// Starts processes that the kernel kills when this one ends, however it ends (PR_SET_PDEATHSIG, set by setpriv). The signal
/// is bound to the thread that starts the process, so one thread that never ends starts all of them. A session of their own
/// (setsid) keeps Ctrl-C from reaching them before this process.
/// </summary>
internal static class ProcessSpawner
{
    // All else stays behind: the kiosk's environment may hold passwords.
    private static readonly string[] PassedOn = ["PATH", "HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "LD_LIBRARY_PATH"];

    private static readonly BlockingCollection<Action> Requests = StartThread();

    /// <summary>Starts a process with its standard streams redirected.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">setpriv is not installed, or the system has no room for another process.</exception>
    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("setsid", ["setpriv", "--pdeathsig", "KILL", "--", program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => !IsPassedOn(name)).ToArray())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C.UTF-8";
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    private static bool IsPassedOn(string name) => PassedOn.Contains(name, StringComparer.Ordinal) || name.StartsWith("GST_", StringComparison.Ordinal);

    private static BlockingCollection<Action> StartThread()
    {
        var requests = new BlockingCollection<Action>();
        new Thread(() =>
        {
            // A stream's decoder is part of the way of a frame.
            using var first = ThreadShare.FirstWithAllThatItStarts();
            foreach (var request in requests.GetConsumingEnumerable())
                request();
        })
        { IsBackground = true, Name = "process starter" }.Start();
        return requests;
    }
}
