using System.Globalization;
using AccessKiosk.Access.Events;
using AccessKiosk.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Localization;

namespace AccessKiosk.Web.Operators;

/// <summary><c>POST /account/language</c>: guesses no password, and does not count as an attempt to sign in.</summary>
internal static class LanguageRoute
{
    /// <summary>Its address.</summary>
    public const string Address = "/account/language";

    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Address, async (HttpContext context, IAntiforgery antiforgery) =>
        {
            await antiforgery.ValidateRequestAsync(context);
            if (EventFormatter.Culture(context.Request.Form["language"].ToString()) is not { } culture)
                return Results.LocalRedirect("/account");
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new(CultureInfo.InvariantCulture, culture)),
                new() { MaxAge = Validity, HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps });
            return Results.LocalRedirect("/account?done=language");
        }).RequireAuthorization(Permissions.OwnAccount);
}
