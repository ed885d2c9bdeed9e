namespace AccessKiosk.Hardware.Cameras;

/// <summary>What can happen to a source.</summary>
public enum CameraEventKind
{
    /// <summary>It is open and gives pictures.</summary>
    Opened,

    /// <summary>A recording is over.</summary>
    EndOfFile,

    /// <summary>A picture could not be had, or a recording was cut off.</summary>
    BadFrame,

    /// <summary>No picture has come for the time that the options allow.</summary>
    Stalled,

    /// <summary>A camera is gone; it is tried again.</summary>
    Lost,

    /// <summary>Pictures come again after a stall or a loss.</summary>
    Recovered,

    /// <summary>Pictures come, and something is wrong with them: <see cref="CameraEvent.Trouble"/>.</summary>
    Troubled,

    /// <summary>The pictures are good again.</summary>
    Cleared,
}

/// <summary>Something that happened to a source, for the record and the screen.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">Wall-clock time.</param>
/// <param name="Message">One line, without a password.</param>
/// <param name="Trouble">What is wrong with the pictures, when something is.</param>
public sealed record CameraEvent(CameraEventKind Kind, DateTimeOffset At, string Message, CameraTrouble Trouble = CameraTrouble.None);
