using AccessKiosk.Web.Hosting;

namespace AccessKiosk.Kiosk.Commands.Operation;

/// <summary>Tells where the pages are, on the error stream: events alone go to the output.</summary>
internal static class WebAddresses
{
    /// <summary>Prints the address and, on the very first start, the setup link.</summary>
    public static void Tell(KioskWeb web)
    {
        Console.Error.WriteLine($"Screen: {web.Address}  Staff pages: {web.Address}/home");
        if (web.SetupAddress is { } setup)
            Console.Error.WriteLine($"First start: make yourself the admin at {setup}");
    }
}
