using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace AccessKiosk.Web.Security;

/// <summary>How often one address may ask.</summary>
internal static class Limits
{
    /// <summary>Signing in and setting up.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Typing PINs.</summary>
    public const string Pin = "pin";

    /// <summary>The API.</summary>
    public const string Api = "api";

    /// <summary>One window a policy and an address.</summary>
    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "10";
            return ValueTask.CompletedTask;
        };
        // Looking at the form guesses nothing.
        Add(options, SignIn, 20, TimeSpan.FromMinutes(1));
        Add(options, Pin, 20, TimeSpan.FromMinutes(1));
        Add(options, Api, 300, TimeSpan.FromSeconds(10));
    }

    private static void Add(RateLimiterOptions options, string name, int permits, TimeSpan window) =>
        options.AddPolicy(name, context => name == SignIn && HttpMethods.IsGet(context.Request.Method)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = permits, Window = window }));
}
