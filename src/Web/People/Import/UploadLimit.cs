using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace AccessKiosk.Web.People.Import;

/// <summary>How long the body of an upload may be, and how slowly it may come: no other import begins meanwhile.</summary>
internal static class UploadLimit
{
    /// <summary>How long an upload may take.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(1);

    // A tenth of a poor mobile connection.
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 64 << 10, gracePeriod: TimeSpan.FromSeconds(30));

    /// <summary>Lets a request bring up to a number of bytes, before anything of it is read.</summary>
    /// <returns>Whether it fits, as far as it says how long it is; a longer one that does not say is cut off while it is read.</returns>
    public static bool Raise(HttpContext context, long most)
    {
        var length = context.Request.ContentLength ?? 0;
        // The server reads on for some seconds what was refused, up to its limit: a client that is still writing would see a broken pipe instead of the answer.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Math.Max(most, length);
        // Streams of HTTP/2 have no rate of their own; the time bounds them too.
        if (HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = Slowest;
        return length <= most;
    }
}
