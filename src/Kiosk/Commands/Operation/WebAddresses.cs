using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Web.Addresses;
using AccessKiosk.Web.Hosting;

namespace AccessKiosk.Kiosk.Commands.Operation;

/// <summary>Tells where the pages are, on the error stream: events alone go to the output.</summary>
internal static class WebAddresses
{
    /// <summary>Prints the addresses and, on the very first start, the setup link, with a QR code where somebody can point a phone at it.</summary>
    public static async Task TellAsync(PageAddresses pages, CancellationToken cancellationToken)
    {
        Terminal.Say($"Screen: {pages.Address}  Staff pages: {pages.Address}/home");
        var others = pages.Site.Others();
        if (others.Count > 0)
            Terminal.Say($"Staff pages from other machines: {string.Join("  ", others.Select(address => $"{address}/home"))}");
        if (await pages.SetupAsync(cancellationToken) is not { } setup)
            return;
        Terminal.Say($"First start: make yourself the admin at {setup}");
        if (Terminal.Messages.Profile.Out.IsTerminal && !SiteAddresses.IsLocal(setup))
            Terminal.Say(QrText.Of(setup));
    }
}
