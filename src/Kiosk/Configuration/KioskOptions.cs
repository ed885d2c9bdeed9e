using AccessKiosk.Access.Configuration;
using AccessKiosk.Enrollment.Capturing;
using AccessKiosk.Enrollment.Privacy;
using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Options;
using AccessKiosk.Liveness;
using AccessKiosk.Recognition;
using AccessKiosk.Recognition.Perception;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Models;
using AccessKiosk.Vision.Quality;
using AccessKiosk.Web;
using AccessKiosk.Web.Notifications.Mail;
using AccessKiosk.Web.Notifications.Mqtt;
using AccessKiosk.Web.People.Consents;
using AccessKiosk.Web.People.Import;

namespace AccessKiosk.Kiosk.Configuration;

/// <summary>Everything that can be configured: one property a section of <c>appsettings.json</c>.</summary>
internal sealed class KioskOptions
{
    /// <summary>What the names of variables in the environment begin with.</summary>
    public const string EnvironmentPrefix = "ACCESSKIOSK__";

    private const string StoreDirectory = $"{nameof(Store)}:{nameof(StoreOptions.Directory)}";

    /// <summary>The file that settings are read from, beside the program.</summary>
    public static readonly string SettingsFile = Path.Combine(AppContext.BaseDirectory, "appsettings.json");

    public CameraOptions Camera { get; set; } = new();

    public Dictionary<string, CameraOptions> Cameras { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public InferenceOptions Inference { get; set; } = new();

    public BlazeFaceOptions Detection { get; set; } = new();

    public FaceTrackerOptions Tracking { get; set; } = new();

    public QualityOptions Quality { get; set; } = new();

    public RecognitionOptions Recognition { get; set; } = new();

    public LivenessOptions Liveness { get; set; } = new();

    public CaptureOptions Enrollment { get; set; } = new();

    public StoreOptions Store { get; set; } = new() { Directory = StoreFolder.Default };

    public RetentionOptions Retention { get; set; } = new();

    public GpioOptions Gpio { get; set; } = new();

    public Dictionary<string, DoorOptions> Doors { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public WebOptions Web { get; set; } = new();

    public MailOptions Mail { get; set; } = new();

    public MqttOptions Mqtt { get; set; } = new();

    public ConsentOptions Consent { get; set; } = new();

    public ImportOptions Import { get; set; } = new();

    /// <summary><c>Section:Key=Value</c>, as the command line had them.</summary>
    internal IReadOnlyCollection<string> CommandLine { get; private set; } = [];

    /// <summary>Reads file, settings page, environment (<c>ACCESSKIOSK__Section__Key</c>) and command line, later ones winning.</summary>
    /// <param name="settings"><c>Section:Key=Value</c>, from the command line.</param>
    /// <exception cref="ConfigurationException">Lists every fault.</exception>
    public static KioskOptions Load(IReadOnlyCollection<string>? settings = null) => Load(settings ?? [], staff: null);

    /// <summary>As <see cref="Load(IReadOnlyCollection{string}?)"/>, with values of the settings page that are not saved yet.</summary>
    /// <param name="settings"><c>Section:Key=Value</c>, from the command line.</param>
    /// <param name="staff">The page's values by key; null for those that are saved.</param>
    /// <exception cref="ConfigurationException">Lists every fault.</exception>
    internal static KioskOptions Load(IReadOnlyCollection<string> settings, IReadOnlyDictionary<string, string?>? staff)
    {
        var configuration = Sources(settings, staff);
        var misfits = SettingFaults.Find(configuration, typeof(KioskOptions)).ToDictionary(fault => fault.Path, fault => fault.Message, StringComparer.OrdinalIgnoreCase);
        // What cannot be bound is left out, so that all other faults are reported at the same time.
        var options = Bind(Read(new ConfigurationBuilder().AddInMemoryCollection(configuration.AsEnumerable().Where(s => !misfits.ContainsKey(s.Key)))));
        options.CommandLine = settings;
        string[] faults = [.. misfits.Values, .. StaffSettingsFile.Faults(options.Store.Directory, configuration.Providers.OfType<StaffSettingsSource.Provider>().Single().Select(value => value.Key)), .. options.Faults()];
        return faults.Length == 0 ? options : throw new ConfigurationException(faults);
    }

    /// <summary>File, settings page, environment and command line as they are, for telling where a value comes from.</summary>
    /// <param name="settings"><c>Section:Key=Value</c>, from the command line.</param>
    /// <param name="staff">The page's values by key; null for those that are saved.</param>
    /// <exception cref="ConfigurationException">A source or a setting cannot be read.</exception>
    internal static IConfigurationRoot Sources(IReadOnlyCollection<string>? settings, IReadOnlyDictionary<string, string?>? staff = null)
    {
        var builder = new ConfigurationBuilder()
            .AddJsonFile(SettingsFile, optional: true)
            .AddEnvironmentVariables(EnvironmentPrefix)
            .AddInMemoryCollection(Parse(settings ?? []));
        // The other sources say where the store is, and with it what the page has saved.
        var saved = staff ?? StaffSettingsFile.Read(Read(builder)[StoreDirectory] is { Length: > 0 } folder ? folder : StoreFolder.Default);
        builder.Sources.Insert(1, new StaffSettingsSource { InitialData = saved });
        return Read(builder);
    }

    /// <summary>The settings of the way from a frame to a face that was judged.</summary>
    public PerceptionSettings Perception() => new(Detection, Tracking, Quality, Liveness);

    private static KioskOptions Bind(IConfigurationRoot configuration)
    {
        var options = configuration.Get<KioskOptions>() ?? new();
        // What is true for every camera first, then what each says of itself.
        foreach (var own in configuration.GetSection(CameraOptions.ManySection).GetChildren())
        {
            var camera = options.Cameras[own.Key] = new();
            configuration.GetSection(CameraOptions.Section).Bind(camera);
            own.Bind(camera);
        }

        return options;
    }

    private static IConfigurationRoot Read(IConfigurationBuilder sources)
    {
        try
        {
            return sources.Build();
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([$"{fault.Message} {fault.InnerException?.Message}".Trim()]);
        }
    }

    // The last one of a key wins, as between file, environment and command line.
    private static Dictionary<string, string?> Parse(IEnumerable<string> settings)
    {
        var parsed = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings)
        {
            var split = setting.IndexOf('=', StringComparison.Ordinal);
            if (split <= 0)
                throw new ConfigurationException([$"'{setting}' is not of the form Section:Key=Value."]);
            parsed[setting[..split]] = setting[(split + 1)..];
        }

        return parsed;
    }

    /// <summary>The cameras and doors.</summary>
    public SiteDevices Devices() => new(Camera, Cameras, Doors);

    private IEnumerable<string> Faults() =>
    [
        .. Camera.Faults(),
        .. Cameras.SelectMany(camera => camera.Value.Faults($"{CameraOptions.ManySection}:{camera.Key}").Where(fault => !IsInherited(fault, camera.Key))),
        .. OptionFaults.Of(InferenceOptions.Section, Inference),
        .. OptionFaults.Of(BlazeFaceOptions.Section, Detection),
        .. OptionFaults.Of(FaceTrackerOptions.Section, Tracking),
        .. OptionFaults.Of(QualityOptions.Section, Quality),
        .. OptionFaults.Of(RecognitionOptions.Section, Recognition),
        .. OptionFaults.Of(LivenessOptions.Section, Liveness),
        .. OptionFaults.Of(CaptureOptions.Section, Enrollment),
        .. Enrollment.Faults(),
        .. OptionFaults.Of(RenewalOptions.Section, Enrollment.Renewal),
        .. Store.Faults(),
        .. Retention.Faults(),
        .. Gpio.Faults(),
        .. Web.Faults(),
        .. Mail.Faults(),
        .. Mqtt.Faults([.. Doors.Select(door => Named(door.Value, door.Key).Name)]),
        .. Consent.Faults(),
        .. Import.Faults(),
        .. DoorSet.Faults([.. Doors.Select(door => Named(door.Value, door.Key))]),
        .. LanePlan.Faults(Devices()),
    ];

    // A fault that every camera inherits is reported for Camera only.
    private bool IsInherited(string fault, string camera) =>
        Camera.Faults().Contains(fault.Replace($"{CameraOptions.ManySection}:{camera}:", $"{CameraOptions.Section}:", StringComparison.Ordinal), StringComparer.Ordinal);

    // A door that is given no other name is called what its key says.
    private static DoorOptions Named(DoorOptions door, string key)
    {
        if (door.Name.Length == 0)
            door.Name = key;
        return door;
    }
}
