using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Libgpiod;
using V1 = AccessKiosk.Hardware.Gpio.Libgpiod.Bindings.V1;
using V2 = AccessKiosk.Hardware.Gpio.Libgpiod.Bindings.V2;

namespace AccessKiosk.Hardware.Tests.Gpio;

/// <summary>The real libraries as far as they go without a chip.</summary>
public sealed class LibgpiodGpioTests
{
    public static TheoryData<string> Libraries => [V1.Native.Library, V2.Native.Library];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_chip_that_is_not_there_is_named_with_those_that_are(string library)
    {
        foreach (var chip in new[] { "gpiochip99", "/dev/gpiochip99", "no-such-label" })
        {
            using var gpio = Board(library, chip);
            var fault = Assert.Throws<GpioException>(() => gpio.RequestOutput("relay"));
            Assert.Contains($"Gpio:Lines:relay: no GPIO chip {chip} (No such file or directory). This box has: ", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_file_that_is_no_gpio_chip_is_refused(string library)
    {
        using var gpio = Board(library, "/dev/null");

        Assert.Contains("no GPIO chip /dev/null", Assert.Throws<GpioException>(() => gpio.RequestInput("relay")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_newer_library_is_taken_where_it_is_there()
    {
        Assert.IsType<V2.LibgpiodV2>(InstalledLibgpiod.Find(_ => true));
        Assert.IsType<V1.LibgpiodV1>(InstalledLibgpiod.Find(library => library == V1.Native.Library));
    }

    [Fact]
    public void A_missing_library_says_what_to_install() =>
        Assert.Contains("apt-get install libgpiod3, before Debian 13 libgpiod2", Assert.Throws<GpioException>(() => InstalledLibgpiod.Find(_ => false)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_line_that_the_configuration_does_not_name_is_refused_with_those_it_does()
    {
        using var gpio = Board(V1.Native.Library, "gpiochip0");

        Assert.Equal("No line is named bell. Add Gpio:Lines:bell, or use one of: relay.", Assert.Throws<GpioException>(() => gpio.RequestOutput("bell")).Message);
    }

    [Fact]
    public void Options_with_faults_are_refused_before_anything_is_opened()
    {
        var options = Options("");

        Assert.Contains("Gpio:Lines:relay:Chip", Assert.Throws<GpioException>(() => new LibgpiodGpio(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    private static LibgpiodGpio Board(string library, string chip) => new(Options(chip), TimeProvider.System, LibgpiodVersions.Get(library));

    private static GpioOptions Options(string chip)
    {
        var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
        options.Lines["relay"] = new() { Chip = chip, Offset = 3 };
        return options;
    }
}
