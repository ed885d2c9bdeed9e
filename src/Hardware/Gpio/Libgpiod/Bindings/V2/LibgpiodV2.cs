using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod.Bindings.V2;

/// <summary>libgpiod 2 (Debian 13's <c>libgpiod3</c>).</summary>
internal sealed class LibgpiodV2 : ILibgpiod
{
    private const string Devices = "/dev", Prefix = "gpiochip";

    // Version 2 opens paths only: names, numbers and labels are looked for here.
    public IChip? Open(string chip)
    {
        if (chip.StartsWith('/'))
            return OpenPath(chip);

        // An unreadable chip may be the wanted one: that is said rather than that there is none.
        var error = Errors.NoSuchFile;
        foreach (var path in Directory.GetFiles(Devices, Prefix + "*").Order(StringComparer.Ordinal))
        {
            var found = OpenPath(path);
            if (found is null)
                error = Marshal.GetLastPInvokeError();
            else if (found.IsCalled(chip))
                return found;
            else
                found.Dispose();
        }

        Marshal.SetLastPInvokeError(error);
        return null;
    }

    private static Chip? OpenPath(string path)
    {
        var chip = Native.OpenChip(path);
        if (chip.IsInvalid)
            return null;

        using var info = Native.GetInfo(chip);
        if (!info.IsInvalid)
            return new(chip, Marshal.PtrToStringUTF8(Native.Name(info))!, Marshal.PtrToStringUTF8(Native.Label(info)), (uint)Native.CountLines(info));
        chip.Dispose();
        return null;
    }

    private sealed class Chip(ChipHandle chip, string name, string? label, uint lines) : IChip
    {
        public string Name => name;

        public string? Label => label;

        public uint Lines => lines;

        public bool IsCalled(string wanted) => wanted == name || wanted == label || name == Prefix + wanted;

        public uint? Find(string line) => Native.FindLine(chip, line) is >= 0 and var offset ? (uint)offset : null;

        public LineState? Look(uint offset)
        {
            using var info = Native.GetLineInfo(chip, offset);
            return info.IsInvalid ? null : new(Native.IsUsed(info), Marshal.PtrToStringUTF8(Native.Consumer(info)));
        }

        public IKernelLine? Request(uint offset, in LineWish wish)
        {
            using var settings = Native.NewSettings();
            using var config = Native.NewConfig();
            using var asker = Native.NewRequestConfig();
            if (settings.IsInvalid || config.IsInvalid || asker.IsInvalid || !Fill(settings, wish) || Native.AddSettings(config, offset, 1, settings) != 0)
                return null;

            Native.SetConsumer(asker, wish.Consumer);
            var request = Native.Request(chip, asker, config);
            return request.IsInvalid ? null : new TakenLine(request, offset);
        }

        public void Dispose() => chip.Dispose();

        private static bool Fill(SettingsHandle settings, in LineWish wish)
        {
            Native.SetActiveLow(settings, wish.ActiveLow);
            if (wish.IsOutput)
                return Native.SetDirection(settings, Native.DirectionOutput) == 0 && Native.SetOutputValue(settings, wish.Active ? 1 : 0) == 0;

            return Native.SetDirection(settings, Native.DirectionInput) == 0 && Native.SetEdges(settings, Native.EdgeBoth) == 0 && wish.Bias switch
            {
                GpioBias.Disabled => Native.SetBias(settings, Native.BiasDisabled) == 0,
                GpioBias.PullDown => Native.SetBias(settings, Native.BiasPullDown) == 0,
                GpioBias.PullUp => Native.SetBias(settings, Native.BiasPullUp) == 0,
                _ => true,
            };
        }
    }

    private sealed class TakenLine(RequestHandle request, uint offset) : IKernelLine
    {
        private readonly EventsHandle _events = Native.NewEvents(IKernelLine.MostEdges);

        public int Descriptor => Native.Descriptor(request);

        public int Read() => Native.GetValue(request, offset);

        public int Write(bool active) => Native.SetValue(request, offset, active ? 1 : 0);

        public int ReadEdges(Span<bool> rising)
        {
            var count = Native.ReadEvents(request, _events, (nuint)Math.Min(rising.Length, IKernelLine.MostEdges));
            for (var i = 0; i < count; i++)
                rising[i] = Native.EventType(Native.Event(_events, (ulong)i)) == Native.RisingEdge;
            return count;
        }

        public void Dispose()
        {
            request.Dispose();
            _events.Dispose();
        }
    }
}
