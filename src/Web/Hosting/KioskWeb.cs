using System.Globalization;
using System.Net;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Site;
using AccessKiosk.Web.Api;
using AccessKiosk.Web.Layout;
using AccessKiosk.Web.Operators;
using AccessKiosk.Web.Operators.SecondFactor;
using AccessKiosk.Web.People.Consents;
using AccessKiosk.Web.People.Import;
using AccessKiosk.Web.Review;
using AccessKiosk.Web.Review.Doors;
using AccessKiosk.Web.Screen;
using AccessKiosk.Web.Security;
using AccessKiosk.Web.Site;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Localization;

namespace AccessKiosk.Web.Hosting;

/// <summary>The pages and the API of a running kiosk, on the framework's own server, inside the kiosk's process.</summary>
public sealed class KioskWeb : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(2);
    private readonly WebApplication _app;

    private KioskWeb(WebApplication app) => _app = app;

    /// <summary>Where this machine reaches the pages, for instance <c>http://localhost:8080</c>.</summary>
    public string Address { get; private init; } = "";

    /// <summary>The setup link's address while the site has no operator; else null.</summary>
    public string? SetupAddress { get; private init; }

    /// <summary>Every route, for tests of what each demands.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>The services, for tests.</summary>
    internal IServiceProvider Services => _app.Services;

    /// <summary>Starts to listen.</summary>
    /// <param name="kiosk">The kiosk; it outlives the pages.</param>
    /// <param name="options">Where they listen, and for whom.</param>
    /// <param name="consent">The consent text.</param>
    /// <param name="import">Limits of imports.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">A port is taken; the message says which.</exception>
    /// <exception cref="Access.Configuration.ConfigurationException">The certificate cannot be used.</exception>
    public static async Task<KioskWeb> StartAsync(
        LiveKiosk kiosk, WebOptions options, ConsentOptions consent, ImportOptions import, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            // It warns of its own no-store.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)
            // It warns that its keys lie unsealed: they do in the store's folder, which is the service's alone.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A port that is taken comes as an exception, and is told in one line.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        // Standard output is for events alone.
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var certificate = options.HttpsPort >= 0 ? await SiteCertificate.LoadAsync(options, kiosk.Options.Store.Directory, kiosk.Time) : null;
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = 16 << 20;
            server.Limits.MaxConcurrentConnections = 500;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            server.Listen(IPAddress.Loopback, options.Port);
            if (certificate is not null)
                server.ListenAnyIP(options.HttpsPort, listen => listen.UseHttps(certificate));
        });
        AddServices(builder.Services.AddSingleton(options).AddSingleton(consent).AddSingleton(import), kiosk, options);
        var app = builder.Build();
        Configure(app);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var address = addresses.First(a => a.StartsWith("http:", StringComparison.Ordinal)).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var isNew = await SetupLink.IsOpenAsync(kiosk.Population.Store, cancellationToken);
        return new(app) { Address = address, SetupAddress = isNew ? address + app.Services.GetRequiredService<SetupLink>().Query : null };
    }

    /// <summary>Ends every connection and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(ShutdownTime);
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private static void AddServices(IServiceCollection services, LiveKiosk kiosk, WebOptions options)
    {
        services.AddSingleton(kiosk).AddSingleton(kiosk.Options).AddSingleton<TimeProvider>(new SiteTimeProvider(kiosk.Time, kiosk.Site))
            .AddSingleton(kiosk.Population).AddSingleton(kiosk.Population.Store).AddSingleton(kiosk.Events)
            .AddSingleton(kiosk.Doors).AddSingleton(kiosk.Rules).AddSingleton(kiosk.HoldOpen).AddSingleton(kiosk.Lockdown).AddSingleton(kiosk.Supervisor);
        services.AddDataProtection().SetApplicationName("AccessKiosk")
            .AddKeyManagementOptions(keys => keys.XmlEncryptor = new KeyEncryption(kiosk.Population.Store))
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(kiosk.Options.Store.Directory, "web-keys")));
        services.AddMemoryCache();
        services.AddSingleton<Passwords>().AddSingleton<SignInThrottle>().AddSingleton<SetupLink>().AddSingleton<TotpSecrets>().AddSingleton<SignIn>().AddSingleton<OperatorSession>();
        services.AddSingleton(kiosk.Site).AddSingleton<OperatorService>().AddSingleton<Invitations>().AddSingleton<HealthNow>().AddSingleton<OneTimeSecret>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "accesskiosk";
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = options.IdleTime;
            cookie.SlidingExpiration = true;
            cookie.LoginPath = "/sign-in";
            cookie.AccessDeniedPath = "/not-allowed";
            cookie.ReturnUrlParameter = "to";
            // There a cookie counts for nothing.
            cookie.ForwardDefaultSelector = context => context.Request.Path.StartsWithSegments(ApiHost.Root, StringComparison.OrdinalIgnoreCase) ? ApiKeyHandler.Scheme : null;
            cookie.Events.OnValidatePrincipal = OperatorSession.ValidateAsync;
            cookie.Events.OnCheckSlidingExpiration = OperatorSession.CountsAsync;
        });
        services.AddAuthorization(Permissions.Configure);
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "accesskiosk-form");
        ApiHost.AddServices(services, options);
        services.AddRateLimiter(Limits.Configure);
        services.AddSingleton<SiteTime>().AddSingleton<DoorControl>();
        services.AddHttpContextAccessor();
        services.AddRazorComponents();
        PeopleRoutes.AddServices(services);
    }

    private static void Configure(WebApplication app)
    {
        // A page that failed half-way has used its services up.
        app.UseExceptionHandler("/fault", createScopeForErrors: true);
        app.Use(SecurityHeaders.Add);
        ApiFaults.Use(app);
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" });
        // The words of events alone: pages write numbers and dates alike in every language.
        app.UseRequestLocalization(localization =>
        {
            localization.DefaultRequestCulture = new(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(EventFormatter.Languages[0]));
            localization.SupportedCultures = [CultureInfo.InvariantCulture];
            localization.SupportedUICultures = [.. EventFormatter.Languages.Select(CultureInfo.GetCultureInfo)];
            localization.RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        });
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseWebSockets();
        app.MapRazorComponents<App>();
        SignOutRoute.Map(app);
        ScreenRoutes.Map(app);
        PeopleRoutes.Map(app);
        ReviewRoutes.Map(app);
        ApiHost.Map(app);
        HealthNow.Map(app);
        CalibrationRoutes.Map(app);
    }
}
