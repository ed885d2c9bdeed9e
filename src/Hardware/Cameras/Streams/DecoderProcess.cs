using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using AccessKiosk.Hardware.Interop;

namespace AccessKiosk.Hardware.Cameras.Streams;

/// <summary>How filling a buffer from a decoder ended.</summary>
internal enum FillResult
{
    /// <summary>The buffer is full.</summary>
    Filled,

    /// <summary>The decoder has ended.</summary>
    Ended,

    /// <summary>The decoder wrote too little in the time allowed.</summary>
    Silent,
}

/// <summary>A decoder in a process of its own: its output, its messages, its end. Used by one thread; allocates nothing while it reads.</summary>
internal sealed class DecoderProcess : IDisposable
{
    private const int PollMilliseconds = 100, LastTries = 5;
    private static readonly TimeSpan ReapTimeout = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly AnonymousPipeClientStream _output, _messages;
    private readonly Polling.Descriptor[] _descriptors;
    private readonly byte[] _text = new byte[4096];
    private readonly DecoderLog _log;
    private readonly TimeProvider _time;
    private bool _disposed;

    private DecoderProcess(Process process, DecoderLog log, TimeProvider time)
    {
        (_process, _log, _time) = (process, log, time);
        _output = (AnonymousPipeClientStream)process.StandardOutput.BaseStream;
        _messages = (AnonymousPipeClientStream)process.StandardError.BaseStream;
        _descriptors = [Readable(_output), Readable(_messages)];
    }

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a decoder.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static DecoderProcess Start(DecoderCommand command, DecoderLog log, TimeProvider time)
    {
        var process = ProcessSpawner.Start(command.Program, command.Arguments);
        try
        {
            process.StandardInput.Write(command.Input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already: the first read tells.
        }

        return new(process, log, time);
    }

    /// <summary>Reads until the buffer is full.</summary>
    /// <param name="buffer">Where the output goes.</param>
    /// <param name="patience">How long that may take.</param>
    /// <param name="cancellationToken">Gives up within a tenth of a second.</param>
    public FillResult Fill(Span<byte> buffer, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        while (!buffer.IsEmpty)
        {
            if (!Wait(began, patience, cancellationToken))
                return FillResult.Silent;
            if (_descriptors[0].Happened == 0)
                continue;
            var count = _output.Read(buffer);
            if (count == 0)
                return FillResult.Ended;
            buffer = buffer[count..];
        }

        return FillResult.Filled;
    }

    /// <summary>Waits until there is output, or the process has ended.</summary>
    public FillResult WaitForOutput(TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        do
        {
            if (!Wait(began, patience, cancellationToken))
                return FillResult.Silent;
        }
        while (_descriptors[0].Happened == 0);

        return (_descriptors[0].Happened & Polling.In) != 0 ? FillResult.Filled : FillResult.Ended;
    }

    /// <summary>Takes the messages that have been written so far.</summary>
    public void ReadMessages()
    {
        while (Poll(milliseconds: 0) && _descriptors[1].Happened != 0)
            TakeMessages();
    }

    /// <summary>Takes the messages of a process that is ending, up to the last one.</summary>
    public void ReadLastMessages()
    {
        _descriptors[0].File = -1;
        for (var tries = 0; tries < LastTries && _descriptors[1].File >= 0; tries++)
        {
            while (_descriptors[1].File >= 0 && Poll(PollMilliseconds))
                TakeMessages();
        }
    }

    /// <summary>Kills the process if it still runs, and reaps it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        // The runtime reaps one that takes longer to die.
        _process.WaitForExit(ReapTimeout);
        _output.Dispose();
        _messages.Dispose();
        _process.Dispose();
    }

    private static Polling.Descriptor Readable(AnonymousPipeClientStream pipe) =>
        new() { File = (int)pipe.SafePipeHandle.DangerousGetHandle(), Wanted = Polling.In };

    // False when the time is over.
    private bool Wait(long began, TimeSpan patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_time.GetElapsedTime(began) > patience)
                return false;
            if (!Poll(PollMilliseconds))
                continue;
            if (_descriptors[1].Happened != 0)
                TakeMessages();
            return true;
        }
    }

    private void TakeMessages()
    {
        var count = _messages.Read(_text);
        if (count == 0)
            _descriptors[1].File = -1;
        else
            _log.Add(_text.AsSpan(0, count));
    }

    // True when something can be read, or has ended.
    private bool Poll(int milliseconds)
    {
        var ready = Polling.Poll(_descriptors, (nuint)_descriptors.Length, milliseconds);
        if (ready < 0 && Marshal.GetLastPInvokeError() != Polling.Interrupted)
            throw new IOException($"poll: {Marshal.GetLastPInvokeErrorMessage()}");
        return ready > 0;
    }
}
