using System.Runtime.InteropServices;

namespace AccessKiosk.Foundation;

/// <summary>
/// How much of the processor the calling thread has beside others: its nice level on Linux (sched(7)), nothing elsewhere. .NET's own
/// priorities have no effect there. Where a level is not allowed (an account without <c>LimitNICE=</c>) the thread stays as it is.
/// </summary>
public static partial class ThreadShare
{
    private const int Lowest = 19, Highest = -20;

    // One step is a quarter more: ten are nine times the share.
    private const int Steps = 10;

    private const ulong ResetOnFork = 1;

    /// <summary>Puts the thread, and every thread that it starts, behind those that serve pages: what it does goes on beside them, slowly.</summary>
    public static void Behind() => Set(Math.Min(Lowest, Usual + Steps), flags: 0);

    /// <summary>Puts the thread before those that serve pages. Threads that it starts, such as those of the pool, have the usual share.</summary>
    /// <returns>Gives the former share back; to be disposed of on the same thread.</returns>
    public static Turn First() => Ahead(ResetOnFork);

    /// <summary>As <see cref="First"/>, and whatever the thread starts is ahead, too.</summary>
    /// <inheritdoc cref="First"/>
    public static Turn FirstWithAllThatItStarts() => Ahead(flags: 0);

    /// <summary>Whether this account may put threads first; tried on a thread of its own.</summary>
    public static bool MayComeFirst()
    {
        var may = false;
        var trial = new Thread(() =>
        {
            var before = Level;
            using var turn = First();
            may = Level < before;
        });
        trial.Start();
        trial.Join();
        return may;
    }

    /// <summary>The thread's nice level, −20 (first) to 19 (last).</summary>
    public static int Level => OperatingSystem.IsLinux() ? GetPriority(which: 0, who: 0) : 0;

    /// <summary>The level that the process was started with: its first thread's.</summary>
    public static int Usual => OperatingSystem.IsLinux() ? GetPriority(which: 0, (uint)Environment.ProcessId) : 0;

    private static Turn Ahead(ulong flags)
    {
        // Counted from the process's own level: threads of the pool may have another.
        var before = Level;
        Set(Math.Max(Highest, Usual - Steps), flags);
        return new(before);
    }

    private static void Set(int level, ulong flags)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var wanted = new SchedulingAttributes { Size = (uint)Marshal.SizeOf<SchedulingAttributes>(), Flags = flags, Nice = level };
        _ = SystemCall(SetAttributes, 0, ref wanted, 0);
    }

    // sched_setattr has no wrapper in the C library.
    private static nint SetAttributes => RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 314 : 274;

    [LibraryImport("libc", EntryPoint = "getpriority")]
    private static partial int GetPriority(int which, uint who);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint thread, ref SchedulingAttributes attributes, nint flags);

    /// <summary>A share that is given back at the end.</summary>
    public readonly struct Turn : IDisposable
    {
        private readonly int _before;

        internal Turn(int before) => _before = before;

        /// <summary>Gives it back.</summary>
        public void Dispose()
        {
            // A level that was not given cannot be told from one that was; the former one is always allowed.
            Set(_before, ResetOnFork);
        }
    }

    // struct sched_attr, its first version; policy 0 is SCHED_OTHER.
    [StructLayout(LayoutKind.Sequential)]
    private struct SchedulingAttributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
