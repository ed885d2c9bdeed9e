using System.IO.Pipes;
using System.Runtime.InteropServices;
using AccessKiosk.Hardware.Gpio.Libgpiod.Bindings;
using AccessKiosk.Hardware.Interop;
using Microsoft.Win32.SafeHandles;

namespace AccessKiosk.Hardware.Gpio.Libgpiod;

/// <summary>An input line of the kernel; a thread of its own waits for its edges, and takes a line again whose chip was removed.</summary>
internal sealed class LibgpiodInput : GpioInput
{
    private const int RetryMilliseconds = 1000;

    private readonly KernelLines _lines;
    private readonly GpioLineOptions _options;
    private readonly AnonymousPipeServerStream _wake = new(PipeDirection.Out);
    private readonly SafePipeHandle _wakeEnd;
    private readonly Action<IDisposable> _released;
    private readonly Thread _thread;
    private IKernelLine _line;

    public LibgpiodInput(string name, GpioLineOptions options, KernelLines lines, TimeProvider time, Action<IDisposable> released)
        : this(name, options, lines, time, released, lines.TakeWhenFree(name, options, isOutput: false)) { }

    private LibgpiodInput(string name, GpioLineOptions options, KernelLines lines, TimeProvider time, Action<IDisposable> released, IKernelLine line)
        : base(name, options.Debounce, Read(name, options, line), time)
    {
        _line = line;
        _lines = lines;
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
        do
        {
            try
            {
                Follow();
                return;
            }
            catch (GpioException failure)
            {
                OnFailure(failure);
            }
        }
        while (TakeAgain());
    }

    // Returns when the line is given back.
    private void Follow()
    {
        var edges = new bool[IKernelLine.MostEdges];
        var descriptors = new[] { Readable(_line.Descriptor), Readable((int)_wakeEnd.DangerousGetHandle()) };
        // The level may have changed before this thread listens.
        var level = Read();
        OnRecovery(level);
        OnLevel(level);
        while (Wait(descriptors))
            Take(edges);
    }

    // False when the line is given back before its chip is there again.
    private bool TakeAgain()
    {
        _line.Dispose();
        var wake = new[] { Readable((int)_wakeEnd.DangerousGetHandle()) };
        while (Polling.Poll(wake, 1, RetryMilliseconds) <= 0)
        {
            try
            {
                _line = _lines.Take(Name, _options, isOutput: false);
                return true;
            }
            catch (GpioException)
            {
                // The loss was told already.
            }
        }

        return false;
    }

    private static Polling.Descriptor Readable(int file) => new() { File = file, Wanted = Polling.In };

    private bool Wait(Polling.Descriptor[] descriptors)
    {
        while (Polling.Poll(descriptors, (nuint)descriptors.Length, -1) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Polling.Interrupted)
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
