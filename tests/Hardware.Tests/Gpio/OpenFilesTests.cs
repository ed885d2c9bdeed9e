using System.Diagnostics;
using AccessKiosk.Hardware.Gpio;

namespace AccessKiosk.Hardware.Tests.Gpio;

public sealed class OpenFilesTests
{
    [Fact]
    public void A_process_that_holds_a_file_open_is_named_with_its_number()
    {
        var path = Path.GetTempFileName();
        using var holder = Process.Start(new ProcessStartInfo("tail", ["-f", path]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        try
        {
            var found = SpinWait.SpinUntil(() => OpenFiles.HoldersOf(target => target == path).Contains($"tail ({holder.Id})", StringComparer.Ordinal), TimeSpan.FromSeconds(30));
            Assert.True(found);
            Assert.Empty(OpenFiles.HoldersOf(target => target == path + ".other"));
        }
        finally
        {
            holder.Kill();
            File.Delete(path);
        }
    }
}
