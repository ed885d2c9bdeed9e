using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>An input line of the kernel; a thread of its own waits for its edges.</summary>
internal sealed class LibgpiodInput : GpioInput
{
    private const int BatchSize = 16;
    private readonly LineHandle _line;
    private readonly GpioLineOptions _options;
    private readonly AnonymousPipeServerStream _wake = new(PipeDirection.Out);
    private readonly SafePipeHandle _wakeEnd;
    private readonly Action<IDisposable> _released;
    private readonly Thread _thread;

    public LibgpiodInput(string name, GpioLineOptions options, TimeProvider time, Action<IDisposable> released)
        : this(name, options, time, released, LineRequest.Take(name, options, Native.RequestBothEdges, active: false)) { }

    private LibgpiodInput(string name, GpioLineOptions options, TimeProvider time, Action<IDisposable> released, LineHandle line)
        : base(name, options.Debounce, Read(name, options, line), time)
    {
        _line = line;
        _options = options;
        _released = released;
        _wakeEnd = _wake.ClientSafePipeHandle;
        _thread = new(Listen) { IsBackground = true, Name = $"gpio {name}", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    protected override void Release()
    {
        // Closing the writing end ends poll.
        _wake.Dispose();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
        _wakeEnd.Dispose();
        _line.Dispose();
        _released(this);
    }

    private static bool Read(string name, GpioLineOptions options, LineHandle line)
    {
        var value = Native.GetValue(line);
        if (value >= 0)
            return value == 1;

        var error = Marshal.GetLastPInvokeError();
        line.Dispose();
        throw LineRequest.Failed($"The line {name} ({options}) cannot be read", error);
    }

    private void Listen()
    {
        var events = new Native.LineEvent[BatchSize];
        var descriptors = new Native.PollDescriptor[]
        {
            new() { Descriptor = Native.EventDescriptor(_line), Wanted = Native.PollIn },
            new() { Descriptor = (int)_wakeEnd.DangerousGetHandle(), Wanted = Native.PollIn },
        };
        try
        {
            // The level may have changed between the request and this thread's start.
            OnLevel(Read());
            while (Wait(descriptors))
                Take(events);
        }
        catch (GpioException failure)
        {
            OnFailure(failure);
        }
    }

    private bool Wait(Native.PollDescriptor[] descriptors)
    {
        while (Native.Poll(descriptors, (nuint)descriptors.Length, -1) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Native.Interrupted)
                throw Lost(error);
        }

        if (descriptors[1].Happened != 0)
            return false;
        return descriptors[0].Happened == Native.PollIn ? true : throw new GpioException($"The line {Name} ({_options}) is lost: its chip was removed.");
    }

    private void Take(Native.LineEvent[] events)
    {
        var count = Native.ReadEvents(_line, events, BatchSize);
        if (count < 0)
            throw Lost(Marshal.GetLastPInvokeError());

        for (var i = 0; i < count; i++)
            OnLevel(events[i].Type == Native.RisingEdge);
        // The kernel drops edges when too many come at once: the level itself has the last word.
        OnLevel(Read());
    }

    private bool Read() => Native.GetValue(_line) is >= 0 and var value ? value == 1 : throw Lost(Marshal.GetLastPInvokeError());

    private GpioException Lost(int error) => LineRequest.Failed($"The line {Name} ({_options}) is lost", error);
}
