using System.Globalization;
using AccessKiosk.Access.Events;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Localization;

namespace AccessKiosk.Web.Layout;

/// <summary>
/// What an operator prefers on one computer: the language of events, and whether the pages are light or dark. Kept in its
/// browser. <c>POST /account/preferences</c> guesses no password, and does not count as an attempt to sign in.
/// </summary>
internal static class Preferences
{
    /// <summary>The address of the form.</summary>
    public const string Address = "/account/preferences";

    private const string LookCookie = "look";
    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);

    /// <summary>The looks that can be chosen besides the computer's own.</summary>
    public static IReadOnlyList<string> Looks { get; } = ["light", "dark"];

    /// <summary>The look that was chosen; null for the computer's own.</summary>
    public static string? Look(HttpContext? context) => context?.Request.Cookies[LookCookie] is { } look && Looks.Contains(look, StringComparer.Ordinal) ? look : null;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Address, async (HttpContext context, IAntiforgery antiforgery) =>
        {
            await antiforgery.ValidateRequestAsync(context);
            var (form, cookies) = (context.Request.Form, context.Response.Cookies);
            var kept = new CookieOptions { MaxAge = Validity, HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps };
            if (EventFormatter.Culture(form["language"].ToString()) is { } culture)
                cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new(CultureInfo.InvariantCulture, culture)), kept);
            if (form["look"].ToString() is { } look && Looks.Contains(look, StringComparer.Ordinal))
                cookies.Append(LookCookie, look, kept);
            else
                cookies.Delete(LookCookie);
            return Results.LocalRedirect("/account?done=preferences");
        }).RequireAuthorization(Permissions.OwnAccount);
}
