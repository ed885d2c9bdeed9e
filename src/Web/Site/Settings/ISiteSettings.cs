namespace AccessKiosk.Web.Site.Settings;

/// <summary>The settings that staff may change on a page: those by which nobody can lock the site out or open it.</summary>
public interface ISiteSettings
{
    /// <summary>Every one, in the page's order.</summary>
    /// <exception cref="AccessKiosk.Access.Configuration.ConfigurationException">A source of the settings has faults now.</exception>
    IReadOnlyList<SiteSetting> List();

    /// <summary>Checks and saves values; all of them, or none.</summary>
    /// <param name="values">New values by key.</param>
    /// <param name="by">The operator.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Every fault, one line each; empty when they were saved.</returns>
    Task<IReadOnlyList<string>> SaveAsync(IReadOnlyDictionary<string, string> values, string by, CancellationToken cancellationToken);
}
