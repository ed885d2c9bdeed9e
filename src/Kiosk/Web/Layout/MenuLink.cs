using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AccessKiosk.Kiosk.Web.Layout;

/// <summary>A link of the menu that is marked on other pages of its part too.</summary>
public sealed class MenuLink : NavLink
{
    /// <summary>The addresses of those pages.</summary>
    [Parameter]
    public IReadOnlyList<string>? Also { get; set; }

    /// <inheritdoc/>
    protected override bool ShouldMatch(string uriAbsolute) =>
        base.ShouldMatch(uriAbsolute) || Also?.Any(address => Lies(new Uri(uriAbsolute).AbsolutePath, address)) == true;

    private static bool Lies(string path, string address) => path == address || path.StartsWith($"{address}/", StringComparison.Ordinal);
}
