using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Hardware.Tests.Gpio;

/// <summary>
/// A PCA9554 on the kernel's i2c-stub bus, as on expander boards: what it drives is read from its own registers
/// (data sheet: 1 output, 3 configuration with 0 for an output). It keeps its output when its holder dies.
/// </summary>
internal sealed partial class ExpanderChip : KernelChip
{
    private const byte OutputRegister = 1, ConfigurationRegister = 3;
    private const uint ByteData = 2;
    private const nuint UseAddress = 0x0706, Transfer = 0x0720;

    private readonly string _bus;

    private ExpanderChip(string folder, string bus) : base(Path.GetFileName(folder)) => _bus = bus;

    /// <summary>The first expander; skips the test where there is none.</summary>
    public static ExpanderChip Find()
    {
        var device = Directory.Exists("/sys/bus/i2c/devices") ? Directory.GetDirectories("/sys/bus/i2c/devices", "*-0020").FirstOrDefault() : null;
        var folder = device is null ? null : Directory.GetDirectories(device, "gpiochip*").FirstOrDefault();
        if (folder is null)
            Missing("No PCA9554: the kernel modules i2c-stub and gpio-pca953x are not loaded here.");
        return new(folder!, $"/dev/i2c-{Path.GetFileName(device)!.Split('-')[0]}");
    }

    /// <inheritdoc/>
    public override bool Level(int offset) => (Read(OutputRegister) & ~Read(ConfigurationRegister) & (1 << offset)) != 0;

    private unsafe int Read(byte register)
    {
        using var bus = File.OpenHandle(_bus, FileMode.Open, FileAccess.ReadWrite);
        var data = stackalloc byte[34];
        var message = new Message { ReadWrite = 1, Register = register, Size = ByteData, Data = data };
        // The driver owns the address: looked at over its shoulder (I2C_SLAVE_FORCE).
        Check(Control(bus, UseAddress, 0x20));
        Check(Control(bus, Transfer, (nint)(&message)));
        return data[0];
    }

    private static void Check(int result) => Assert.True(result >= 0, Marshal.GetLastPInvokeErrorMessage());

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, nint argument);

    // struct i2c_smbus_ioctl_data of linux/i2c-dev.h.
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Message
    {
        public byte ReadWrite;
        public byte Register;
        public uint Size;
        public byte* Data;
    }
}
