using Microsoft.AspNetCore.Http.Features;

namespace AccessKiosk.Web.People.Import;

/// <summary>How long the body of an upload may be.</summary>
internal static class UploadLimit
{
    /// <summary>Lets a request bring up to a number of bytes, before anything of it is read.</summary>
    /// <returns>Whether it fits, as far as it says how long it is; a longer one that does not say is cut off while it is read.</returns>
    public static bool Raise(HttpContext context, long most)
    {
        var length = context.Request.ContentLength ?? 0;
        // The server reads on for some seconds what was refused, up to its limit: a client that is still writing would see a broken pipe instead of the answer.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Math.Max(most, length);
        return length <= most;
    }
}
