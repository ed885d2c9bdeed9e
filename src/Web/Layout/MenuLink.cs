using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace AccessKiosk.Web.Layout;

/// <summary>A link of the menu that is marked on other pages of its part too.</summary>
public sealed class MenuLink : NavLink
{
    /// <summary>The addresses of those pages.</summary>
    [Parameter]
    public IReadOnlyList<string> Also { get; set; } = [];

    /// <summary>Addresses below its own that belong to other links.</summary>
    [Parameter]
    public IReadOnlyList<string> Except { get; set; } = [];

    /// <inheritdoc/>
    protected override bool ShouldMatch(string uriAbsolute)
    {
        var path = new Uri(uriAbsolute).AbsolutePath;
        return (base.ShouldMatch(uriAbsolute) && !Except.Any(address => Lies(path, address))) || Also.Any(address => Lies(path, address));
    }

    private static bool Lies(string path, string address) => path == address || path.StartsWith($"{address}/", StringComparison.Ordinal);
}
