namespace AccessKiosk.Hardware.Gpio.Libgpiod.Bindings;

/// <summary>The errors of errno(3) that are told apart.</summary>
internal static class Errors
{
    public const int NoSuchFile = 2;
    public const int PermissionDenied = 13;
    public const int Busy = 16;
    public const int NoSuchDevice = 19;
}
