using System.Runtime.InteropServices;

namespace AccessKiosk.Hardware.Gpio.Libgpiod.Bindings.V1;

/// <summary>libgpiod 1 (Debian 12's <c>libgpiod2</c>, Ubuntu 22.04, JetPack 6).</summary>
internal sealed class LibgpiodV1 : ILibgpiod
{
    public IChip? Open(string chip)
    {
        var handle = Native.OpenChip(chip);
        return handle.IsInvalid ? null : new Chip(handle);
    }

    private sealed class Chip(ChipHandle chip) : IChip
    {
        public string Name { get; } = Marshal.PtrToStringUTF8(Native.ChipName(chip))!;

        public string? Label { get; } = Marshal.PtrToStringUTF8(Native.ChipLabel(chip));

        public uint Lines { get; } = Native.CountLines(chip);

        public uint? Find(string line) => Native.FindLine(chip, line) is not 0 and var found ? Native.Offset(found) : null;

        public LineState? Look(uint offset)
        {
            var line = Native.GetLine(chip, offset);
            return line == 0 || Native.Update(line) != 0 ? null : new(Native.IsUsed(line), Marshal.PtrToStringUTF8(Native.Consumer(line)));
        }

        public IKernelLine? Request(uint offset, in LineWish wish)
        {
            var line = Native.GetLine(chip, offset);
            if (line == 0)
                return null;

            var consumer = Marshal.StringToCoTaskMemUTF8(wish.Consumer);
            try
            {
                var config = new Native.RequestConfig { Consumer = consumer, Type = wish.IsOutput ? Native.RequestOutput : Native.RequestBothEdges, Flags = Flags(wish) };
                return Native.Request(line, config, wish.Active ? 1 : 0) == 0 ? new TakenLine(new(chip, line)) : null;
            }
            finally
            {
                Marshal.FreeCoTaskMem(consumer);
            }
        }

        public void Dispose() => chip.Dispose();

        private static int Flags(in LineWish wish)
        {
            var bias = wish.IsOutput ? 0 : wish.Bias switch
            {
                GpioBias.Disabled => Native.FlagBiasDisable,
                GpioBias.PullDown => Native.FlagBiasPullDown,
                GpioBias.PullUp => Native.FlagBiasPullUp,
                _ => 0,
            };
            return bias | (wish.ActiveLow ? Native.FlagActiveLow : 0);
        }
    }

    private sealed class TakenLine(LineHandle line) : IKernelLine
    {
        private readonly Native.LineEvent[] _events = new Native.LineEvent[IKernelLine.MostEdges];

        public int Descriptor => Native.EventDescriptor(line);

        public int Read() => Native.GetValue(line);

        public int Write(bool active) => Native.SetValue(line, active ? 1 : 0);

        public int ReadEdges(Span<bool> rising)
        {
            var count = Native.ReadEvents(line, _events, (uint)Math.Min(rising.Length, IKernelLine.MostEdges));
            for (var i = 0; i < count; i++)
                rising[i] = _events[i].Type == Native.RisingEdge;
            return count;
        }

        public void Dispose() => line.Dispose();
    }
}
