using AccessKiosk.Access.Supervision;

namespace AccessKiosk.Kiosk.Configuration.Reload;

/// <summary>
/// Watches <c>appsettings.json</c> while the kiosk runs. Live settings take effect from the next frame on; a setting that needs a
/// restart is named; a file with faults changes nothing. Each is one event. The file is polled instead of listened
/// to: on an installed box it is a link, and editors replace what it leads to.
/// </summary>
internal sealed class SettingsWatch : SupervisedBackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ActiveSettings _active;
    private readonly string _file;
    private readonly Func<KioskOptions> _read;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Stamp _taken, _seen;

    /// <summary>A watch that begins when it is started; what was changed from now on counts.</summary>
    /// <param name="active">What the running kiosk has.</param>
    /// <param name="file">The file.</param>
    /// <param name="read">Reads all settings again.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs it.</param>
    public SettingsWatch(ActiveSettings active, string file, Func<KioskOptions> read, TimeProvider time, ServiceSupervisor supervisor)
        : base(supervisor, "settings watch", RestartPolicy.RestartThenEndKiosk)
    {
        (_active, _file, _read, _time) = (active, file, read, time);
        _taken = _seen = Stamp.Of(file);
    }

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken cancellationToken) => SteadyPace.RunAsync(_time, LookEvery, LookEvery, Look, cancellationToken);

    private void Look()
    {
        lock (_gate)
            LookOnce();
    }

    private void LookOnce()
    {
        var now = Stamp.Of(_file);
        // A file that is still being written is left until it has been the same twice.
        var settled = now == _seen;
        _seen = now;
        if (!settled || now == _taken)
            return;
        _taken = now;
        try
        {
            _active.Take(_read());
        }
        catch (Exception refused)
        {
            // Whatever is wrong with the file, the kiosk goes on with the settings that it has.
            _active.Refuse(refused);
        }
    }

    private readonly record struct Stamp(DateTime Written, long Length)
    {
        public static Stamp Of(string file)
        {
            try
            {
                var target = new FileInfo(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file);
                return target.Exists ? new(target.LastWriteTimeUtc, target.Length) : default;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Between the old file and the new one, or not accessible: checked again soon.
                return default;
            }
        }
    }
}
