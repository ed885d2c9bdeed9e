using AccessKiosk.Web.Hosting;

namespace AccessKiosk.Kiosk.Commands.Operation;

/// <summary>Tells where the pages are, on the error stream: events alone go to the output.</summary>
internal static class WebAddresses
{
    /// <summary>Prints the address and, on the very first start, the setup link.</summary>
    public static async Task TellAsync(PageAddresses pages, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine($"Screen: {pages.Address}  Staff pages: {pages.Address}/home");
        if (await pages.SetupAsync(cancellationToken) is { } setup)
            Console.Error.WriteLine($"First start: make yourself the admin at {setup}");
    }
}
