using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;

namespace AccessKiosk.Web.Tests.Support;

/// <summary>The staff's pages, found by their routes, so that what holds for every page holds for a new one too.</summary>
internal static class StaffPages
{
    /// <summary>The addresses of all pages without parameters, and of those of one person if one is given.</summary>
    public static IEnumerable<string> Addresses(TestSite site, Guid? person = null) => site.Endpoints.OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/'))
        .Where(path => path.StartsWith("/admin", StringComparison.Ordinal) || path.StartsWith("/review", StringComparison.Ordinal) || path is "/account" or "/live" or "/muster")
        .Select(path => person is { } id && path.StartsWith("/admin/people/{", StringComparison.Ordinal) ? $"/admin/people/{id:N}{path[(path.IndexOf('}', StringComparison.Ordinal) + 1)..]}" : path)
        .Where(path => !path.Contains('{', StringComparison.Ordinal))
        .Select(path => path == "/admin/doors/edit" ? $"{path}?name={site.Kiosk.Lanes[0].Door.Name}" : path)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
