using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Hardware.Gpio.Libgpiod;

namespace AccessKiosk.Hardware.Tests.Gpio;

/// <summary>The real library as far as it goes without a chip.</summary>
public sealed class LibgpiodGpioTests
{
    [Theory]
    [InlineData("gpiochip99")]
    [InlineData("/dev/gpiochip99")]
    [InlineData("no-such-label")]
    public void A_chip_that_is_not_there_is_named_with_those_that_are(string chip)
    {
        using var gpio = new LibgpiodGpio(Options(chip), TimeProvider.System);

        var fault = Assert.Throws<GpioException>(() => gpio.RequestOutput("relay"));

        if (fault.InnerException is DllNotFoundException)
            Assert.Skip("libgpiod2 is not installed here.");
        Assert.Contains($"Gpio:Lines:relay: no GPIO chip {chip} (No such file or directory). This box has: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_gpio_chip_is_refused()
    {
        using var gpio = new LibgpiodGpio(Options("/dev/null"), TimeProvider.System);

        var fault = Assert.Throws<GpioException>(() => gpio.RequestInput("relay"));

        if (fault.InnerException is DllNotFoundException)
            Assert.Skip("libgpiod2 is not installed here.");
        Assert.Contains("no GPIO chip /dev/null", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_library_says_what_to_install_and_whether_the_unsupported_newer_one_is_there()
    {
        Assert.Contains("apt-get install libgpiod2", LineRequest.Absent(newerIsThere: false), StringComparison.Ordinal);
        Assert.Contains("libgpiod 2 (libgpiod.so.3), whose interface is another one and is not supported", LineRequest.Absent(newerIsThere: true), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_the_configuration_does_not_name_is_refused_with_those_it_does()
    {
        using var gpio = new LibgpiodGpio(Options("gpiochip0"), TimeProvider.System);

        Assert.Equal("No line is named bell. Add Gpio:Lines:bell, or use one of: relay.", Assert.Throws<GpioException>(() => gpio.RequestOutput("bell")).Message);
    }

    [Fact]
    public void Options_with_faults_are_refused_before_anything_is_opened()
    {
        var options = Options("");

        Assert.Contains("Gpio:Lines:relay:Chip", Assert.Throws<GpioException>(() => new LibgpiodGpio(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    private static GpioOptions Options(string chip)
    {
        var options = new GpioOptions { Driver = GpioDriverKind.Libgpiod };
        options.Lines["relay"] = new() { Chip = chip, Offset = 3 };
        return options;
    }
}
