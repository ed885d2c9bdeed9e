namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>What every command exits with.</summary>
internal static class ExitCode
{
    /// <summary>Done, and the answer is yes.</summary>
    public const int Success = 0;

    /// <summary>Done, and the answer is no: a check failed, two faces differ, an outcome was not the expected one.</summary>
    public const int Negative = 1;

    /// <summary>Not done: a command line that is not understood, bad input, a missing file, an unusable model or camera.</summary>
    public const int BadInput = 2;

    /// <summary>A service of the running kiosk failed for good: the doors are locked, and whoever started the kiosk starts it anew.</summary>
    public const int ServiceFailed = 3;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM.</summary>
    public const int Terminated = 143;
}
