using System.Net;
using System.Threading.RateLimiting;
using AccessKiosk.Web.Operators.Attempts;
using Microsoft.AspNetCore.RateLimiting;

namespace AccessKiosk.Web.Security;

/// <summary>How often one host may ask, and its whole network. A device that an operator has signed in from counts alone.</summary>
internal static class Limits
{
    /// <summary>Signing in and setting up.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Typing PINs.</summary>
    public const string Pin = "pin";

    /// <summary>The API.</summary>
    public const string Api = "api";

    private const int OfNetwork = 60;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>One window a policy and a host, and for guesses one a network.</summary>
    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "10";
            return ValueTask.CompletedTask;
        };
        Add(options, SignIn, 20, Minute);
        Add(options, Pin, 20, Minute);
        Add(options, Api, 300, TimeSpan.FromSeconds(10));
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName is (SignIn or Pin) and { } policy
            && !IsLook(context, policy) && !IsLoopback(context) && Device(context, policy) is null
                ? Window($"{policy} {SourceNetwork.Site(context.Connection.RemoteIpAddress)}", OfNetwork, Minute)
                : RateLimitPartition.GetNoLimiter(""));
    }

    private static void Add(RateLimiterOptions options, string name, int permits, TimeSpan window) =>
        options.AddPolicy(name, context => IsLook(context, name)
            ? RateLimitPartition.GetNoLimiter("")
            : Window(Device(context, name) is { } device ? $"device {device}" : SourceNetwork.Host(context.Connection.RemoteIpAddress), permits, window));

    private static RateLimitPartition<string> Window(string key, int permits, TimeSpan window) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new() { PermitLimit = permits, Window = window });

    // Looking at the form guesses nothing.
    private static bool IsLook(HttpContext context, string policy) => policy == SignIn && HttpMethods.IsGet(context.Request.Method);

    private static bool IsLoopback(HttpContext context) => context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);

    private static string? Device(HttpContext context, string policy) =>
        policy == SignIn ? context.RequestServices.GetRequiredService<KnownDevices>().Find(context) : null;
}
