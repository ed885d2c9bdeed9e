using AccessKiosk.Hardware.Cameras.Monitoring;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>What can happen to a source.</summary>
public enum CameraEventKind
{
    /// <summary>It is open and delivers frames.</summary>
    Opened,

    /// <summary>A recording has ended.</summary>
    EndOfFile,

    /// <summary>A frame could not be decoded, or a recording was cut off.</summary>
    BadFrame,

    /// <summary>No frame has arrived for the time that the options allow.</summary>
    Stalled,

    /// <summary>A camera was lost; opening it is tried again.</summary>
    Lost,

    /// <summary>Frames arrive again after a stall or a loss.</summary>
    Recovered,

    /// <summary>Frames arrive, and something is wrong with them: <see cref="CameraEvent.Trouble"/>.</summary>
    Troubled,

    /// <summary>The frames are good again.</summary>
    Cleared,
}

/// <summary>Something that happened to a source, for the record and the screen.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">Wall-clock time.</param>
/// <param name="Message">One line, without a password.</param>
/// <param name="Trouble">What is wrong with the frames, if anything.</param>
public sealed record CameraEvent(CameraEventKind Kind, DateTimeOffset At, string Message, CameraTrouble Trouble = CameraTrouble.None);
