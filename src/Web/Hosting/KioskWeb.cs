using System.Globalization;
using System.Net;
using System.Net.Security;
using AccessKiosk.Access.Events;
using AccessKiosk.Access.Health;
using AccessKiosk.Access.Rules;
using AccessKiosk.Access.Site;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Web.Addresses;
using AccessKiosk.Web.Api;
using AccessKiosk.Web.Layout;
using AccessKiosk.Web.Live;
using AccessKiosk.Web.Muster;
using AccessKiosk.Web.Notifications;
using AccessKiosk.Web.Operators;
using AccessKiosk.Web.Operators.Attempts;
using AccessKiosk.Web.Operators.SecondFactor;
using AccessKiosk.Web.Operators.Sessions;
using AccessKiosk.Web.Review;
using AccessKiosk.Web.Review.Alarms;
using AccessKiosk.Web.Review.Doors;
using AccessKiosk.Web.Scim;
using AccessKiosk.Web.Screen;
using AccessKiosk.Web.Screen.Displays;
using AccessKiosk.Web.Security;
using AccessKiosk.Web.Security.Tls;
using AccessKiosk.Web.Setup;
using AccessKiosk.Web.Site;
using AccessKiosk.Web.Site.Backups;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccessKiosk.Web.Hosting;

/// <summary>Adds the pages and the API to the kiosk's own host: they start after everything else, and stop first.</summary>
public static class KioskWeb
{
    /// <summary>Registers them. The host's services and options must be registered before.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="options">Where they listen, and for whom.</param>
    /// <param name="storeFolder">The store's folder, which also holds the certificate and the pages' keys.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Access.Configuration.ConfigurationException">The certificate cannot be used.</exception>
    public static void AddPages(this WebApplicationBuilder builder, WebOptions options, string storeFolder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        // They warn of their own no-store, and that keys lie unsealed: they do in the store's folder, which is the service's alone.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // A port that is taken comes as an exception, and is told in one line.
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is LogLevel.Warning or LogLevel.Error);
        var certificate = options.HttpsPort >= 0 ? new ServerCertificate(options, storeFolder, time) : null;
        var guard = new ConnectionGuard(time);
        builder.Services.AddSingleton(guard);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = 16 << 20;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            // Slower than any line that a picture goes over.
            server.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
            // Each port has places of its own: whoever fills the one for other machines leaves the display's alone.
            server.Listen(IPAddress.Loopback, options.Port, listen => guard.Use(listen, ConnectionGuard.MostLocal));
            if (certificate is not null)
                server.ListenAnyIP(options.HttpsPort, listen =>
                {
                    guard.Use(listen, ConnectionGuard.MostFromOutside);
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        HandshakeTimeout = TimeSpan.FromSeconds(10),
                        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
                        {
                            ServerCertificateContext = certificate.Current(),
                            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                        }),
                    });
                });
        });
        builder.Services.AddHealthChecks().AddCheck(CertificateCheck.Name, () => CertificateCheck.Run(options, storeFolder, time));
        AddServices(builder.Services, options, storeFolder, time);
    }

    /// <summary>Maps every route.</summary>
    public static void UsePages(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<ConnectionGuard>().CountAsync);
        // A page that failed half-way has used its services up.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/fault",
            CreateScopeForErrors = true,
            // A form without its token is the sender's fault, not ours.
            StatusCodeSelector = fault => fault switch
            {
                AntiforgeryValidationException => StatusCodes.Status400BadRequest,
                BadHttpRequestException refused => refused.StatusCode,
                StoreException => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status500InternalServerError,
            },
        });
        ProblemPages.Use(app);
        app.Use(SecurityHeaders.Add);
        app.Use(HostNames.Guard);
        ApiFaults.Use(app);
        ScimFaults.Use(app);
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
        app.Use(ProblemPages.Answer);
        app.UseRateLimiter();
        app.UseAuthentication();
        app.Use(app.Services.GetRequiredService<ConnectionGuard>().KnowAsync);
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseWebSockets();
        app.MapRazorComponents<App>();
        SignOutRoute.Map(app);
        Preferences.Map(app);
        ScreenRoutes.Map(app);
        PeopleRoutes.Map(app);
        ReviewRoutes.Map(app);
        ApiHost.Map(app);
        ScimApi.Map(app);
        HealthNow.Map(app);
        CalibrationRoutes.Map(app);
        CameraLook.Map(app);
        LiveRoutes.Map(app);
        MusterRoutes.Map(app);
    }

    private static void AddServices(IServiceCollection services, WebOptions options, string storeFolder, TimeProvider time)
    {
        services.AddSingleton<TimeProvider>(provider => new SiteTimeProvider(time, provider.GetRequiredService<SiteRules>()));
        services.AddDataProtection().SetApplicationName("AccessKiosk").PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(storeFolder, "web-keys")));
        services.AddOptions<KeyManagementOptions>().Configure<KioskStore>((keys, store) => keys.XmlEncryptor = new KeyEncryption(store));
        services.TryAddSingleton(new SiteKind(IsDemonstration: false));
        services.AddMemoryCache().AddOptions<MemoryCacheOptions>().Configure<TimeProvider>((cache, clock) => cache.Clock = new SteadyClock(new(clock, clock.GetUtcNow())));
        services.AddSingleton<Passwords>().AddSingleton<SignInThrottle>().AddSingleton<PastFailures>().AddSingleton<KnownDevices>().AddSingleton<SignInWork>().AddSingleton<SignInAudit>().AddSingleton<SetupLink>().AddSingleton<TotpSecrets>().AddSingleton<UsedCodes>().AddSingleton<SignIn>().AddSingleton<OperatorSession>();
        var started = time.GetTimestamp();
        services.AddSingleton(provider => new EndedSessions(provider.GetRequiredService<KioskStore>(), time, started));
        services.AddSingleton<OperatorService>().AddSingleton<Invitations>().AddSingleton<HealthNow>().AddSingleton<BackupFolder>().AddSingleton<SetupProgress>().AddSingleton<OneTimeSecret>();
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
            cookie.ForwardDefaultSelector = context => ScimFaults.IsScim(context) || context.Request.Path.StartsWithSegments(ApiHost.Root, StringComparison.OrdinalIgnoreCase) ? ApiKeyHandler.Scheme : null;
            cookie.Events.OnValidatePrincipal = OperatorSession.ValidateAsync;
            cookie.Events.OnCheckSlidingExpiration = OperatorSession.CountsAsync;
        });
        services.AddAuthorization(Permissions.Configure);
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "accesskiosk-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        NotificationHost.AddServices(services);
        ApiHost.AddServices(services, options);
        ScimApi.AddServices(services);
        services.AddRateLimiter(Limits.Configure);
        services.AddSingleton<HostNames>().AddSingleton<PairingCodes>().AddSingleton<PairedDisplays>().AddSingleton<OpenScreens>();
        services.AddSingleton<SiteTime>().AddSingleton<DoorControl>().AddSingleton<AlarmCentre>().AddSingleton<LiveFrames>().AddSingleton<LiveLooks>();
        services.AddHttpContextAccessor();
        services.AddRazorComponents();
        PeopleRoutes.AddServices(services);
        services.AddSingleton(provider => new SiteAddresses(options, provider.GetRequiredService<IServer>()));
        services.AddSingleton(provider => new PageAddresses(provider.GetRequiredService<SiteAddresses>(), provider.GetRequiredService<SetupLink>(), provider.GetRequiredService<KioskStore>()));
        services.AddHealthChecks().Add(AddressCheck.Name, provider => new AddressCheck(provider.GetRequiredService<SiteAddresses>()));
        services.AddHosted<PageShutdown>();
    }
}
