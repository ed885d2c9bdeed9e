using System.IO.Pipes;
using System.Runtime.InteropServices;
using AccessKiosk.Hardware.Gpio.Libgpiod.Bindings;

namespace AccessKiosk.Hardware.Tests.Gpio;

/// <summary>
/// A chip that can be pulled out and plugged in again, as the kernel shows it: descriptors hang up, a line that was taken
/// before is no device any more, and the chip that comes back gives new ones.
/// </summary>
internal sealed class PluggableChip : ILibgpiod
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, bool> _levels = [];
    private readonly List<Line> _taken = [];
    private bool _isOut;
    private int _busyFor;

    public IChip? Open(string chip)
    {
        lock (_gate)
        {
            if (!_isOut)
                return new Chip(this);
            Marshal.SetLastPInvokeError(Errors.NoSuchFile);
            return null;
        }
    }

    /// <summary>The level of a line.</summary>
    public bool Level(uint offset)
    {
        lock (_gate)
            return _levels.GetValueOrDefault(offset);
    }

    /// <summary>Pulls a line from outside, also while the chip is out; nobody is told of an edge.</summary>
    public void Set(uint offset, bool level)
    {
        lock (_gate)
            _levels[offset] = level;
    }

    /// <summary>Somebody else holds the lines for so many requests.</summary>
    public void HoldFor(int requests)
    {
        lock (_gate)
            _busyFor = requests;
    }

    /// <summary>Pulls the chip out.</summary>
    public void PullOut()
    {
        lock (_gate)
        {
            _isOut = true;
            foreach (var line in _taken)
                line.HangUp();
            _taken.Clear();
        }
    }

    /// <summary>Plugs it in again, its levels as they were.</summary>
    public void PlugIn()
    {
        lock (_gate)
            _isOut = false;
    }

    private sealed class Chip(PluggableChip chip) : IChip
    {
        public string Name => "gpiochip7";

        public string? Label => "pluggable";

        public uint Lines => 8;

        public uint? Find(string line) => null;

        public LineState? Look(uint offset) => new(IsUsed: false, null);

        public IKernelLine? Request(uint offset, in LineWish wish)
        {
            lock (chip._gate)
            {
                if (chip._busyFor > 0)
                {
                    chip._busyFor--;
                    Marshal.SetLastPInvokeError(Errors.Busy);
                    return null;
                }

                if (wish.IsOutput)
                    chip._levels[offset] = wish.Active;
                var line = new Line(chip, offset);
                chip._taken.Add(line);
                return line;
            }
        }

        public void Dispose() { }
    }

    private sealed class Line(PluggableChip chip, uint offset) : IKernelLine
    {
        private readonly AnonymousPipeServerStream _edges = new(PipeDirection.Out);
        private bool _isLost;

        public int Descriptor => (int)_edges.ClientSafePipeHandle.DangerousGetHandle();

        public void HangUp()
        {
            _isLost = true;
            _edges.Dispose();
        }

        public int Read()
        {
            lock (chip._gate)
                return _isLost ? Lost() : chip._levels.GetValueOrDefault(offset) ? 1 : 0;
        }

        public int Write(bool active)
        {
            lock (chip._gate)
            {
                if (_isLost)
                    return Lost();
                chip._levels[offset] = active;
                return 0;
            }
        }

        public int ReadEdges(Span<bool> rising) => 0;

        public void Dispose()
        {
            _edges.Dispose();
            _edges.ClientSafePipeHandle.Dispose();
        }

        private static int Lost()
        {
            Marshal.SetLastPInvokeError(Errors.NoSuchDevice);
            return -1;
        }
    }
}
