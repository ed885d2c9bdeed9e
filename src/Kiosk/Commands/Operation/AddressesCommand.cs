using System.CommandLine;
using AccessKiosk.Kiosk.CommandLine;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Web.Addresses;

namespace AccessKiosk.Kiosk.Commands.Operation;

/// <summary><c>addresses</c>: where staff open the pages.</summary>
internal static class AddressesCommand
{
    public static Command Create()
    {
        var link = new Option<string?>("--link") { Description = "Draw the QR code of this link instead of the first address." };
        var settings = Arguments.Settings();
        var command = new Command("addresses", "Print the addresses of the staff pages, and a QR code to open them with a phone.") { link, settings };
        return command.Runs((parsed, _) =>
        {
            var options = KioskOptions.Load(parsed.GetValue(settings));
            if (!options.Web.Enabled)
            {
                Terminal.SayError("There are no pages: Web:Enabled is false.");
                return Task.FromResult(ExitCode.Negative);
            }

            var addresses = SiteAddresses.Configured(options.Web);
            var others = addresses.Others();
            foreach (var address in others)
                Console.Out.WriteLine($"{address}/home");
            if (others.Count == 0)
            {
                Console.Out.WriteLine($"{addresses.Local}/home");
                Terminal.Say($"Other machines do not reach the pages. {AddressCheck.Advice}");
            }

            if (parsed.GetValue(link) is { } wanted)
                Console.Out.WriteLine(QrText.Of(wanted));
            else if (others is [var first, ..])
                Console.Out.WriteLine(QrText.Of($"{first}/home"));
            return Task.FromResult(ExitCode.Success);
        });
    }
}
