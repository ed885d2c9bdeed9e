using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>An input line of the kernel; a thread of its own waits for its edges.</summary>
internal sealed class LibgpiodInput : GpioInput
{
    private readonly IKernelLine _line;
    private readonly GpioLineOptions _options;
    private readonly AnonymousPipeServerStream _wake = new(PipeDirection.Out);
    private readonly SafePipeHandle _wakeEnd;
    private readonly Action<IDisposable> _released;
    private readonly Thread _thread;

    public LibgpiodInput(string name, GpioLineOptions options, KernelLines lines, TimeProvider time, Action<IDisposable> released)
        : this(name, options, time, released, lines.Take(name, options, isOutput: false)) { }

    private LibgpiodInput(string name, GpioLineOptions options, TimeProvider time, Action<IDisposable> released, IKernelLine line)
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

    private static bool Read(string name, GpioLineOptions options, IKernelLine line)
    {
        var value = line.Read();
        if (value >= 0)
            return value == 1;

        var error = Marshal.GetLastPInvokeError();
        line.Dispose();
        throw KernelLines.Failed($"The line {name} ({options}) cannot be read", error);
    }

    private void Listen()
    {
        var edges = new bool[IKernelLine.MostEdges];
        var descriptors = new Polling.Descriptor[]
        {
            new() { File = _line.Descriptor, Wanted = Polling.In },
            new() { File = (int)_wakeEnd.DangerousGetHandle(), Wanted = Polling.In },
        };
        try
        {
            // The level may have changed between the request and this thread's start.
            OnLevel(Read());
            while (Wait(descriptors))
                Take(edges);
        }
        catch (GpioException failure)
        {
            OnFailure(failure);
        }
    }

    private bool Wait(Polling.Descriptor[] descriptors)
    {
        while (Polling.Poll(descriptors, (nuint)descriptors.Length, -1) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Errors.Interrupted)
                throw Lost(error);
        }

        if (descriptors[1].Happened != 0)
            return false;
        return descriptors[0].Happened == Polling.In ? true : throw new GpioException($"The line {Name} ({_options}) is lost: its chip was removed.");
    }

    private void Take(bool[] edges)
    {
        var count = _line.ReadEdges(edges);
        if (count < 0)
            throw Lost(Marshal.GetLastPInvokeError());

        for (var i = 0; i < count; i++)
            OnLevel(edges[i]);
        // The kernel drops edges when too many come at once: the level itself has the last word.
        OnLevel(Read());
    }

    private bool Read() => _line.Read() is >= 0 and var value ? value == 1 : throw Lost(Marshal.GetLastPInvokeError());

    private GpioException Lost(int error) => KernelLines.Failed($"The line {Name} ({_options}) is lost", error);
}
