namespace AccessKiosk.Hardware.Gpio.Libgpiod.Bindings;

/// <summary>One version of the library's interface. What fails answers with nothing and leaves the reason in the last P/Invoke error.</summary>
internal interface ILibgpiod
{
    /// <summary>Opens a chip by its name, path, number or label.</summary>
    IChip? Open(string chip);
}

/// <summary>An open chip.</summary>
internal interface IChip : IDisposable
{
    /// <summary>Its name in the kernel, for instance <c>gpiochip0</c>.</summary>
    string Name { get; }

    /// <summary>What its driver or the device tree calls it, for instance <c>pinctrl-bcm2711</c>; several chips may have the same label.</summary>
    string? Label { get; }

    /// <summary>How many lines it has.</summary>
    uint Lines { get; }

    /// <summary>The number of the line with a name.</summary>
    uint? Find(string line);

    /// <summary>Looks at a line without taking it.</summary>
    LineState? Look(uint offset);

    /// <summary>Takes a line, which then lives longer than the chip.</summary>
    IKernelLine? Request(uint offset, in LineWish wish);
}

/// <summary>A line that was taken; disposing gives it back. Answers below zero are failures.</summary>
internal interface IKernelLine : IDisposable
{
    /// <summary>The most edges that are taken at once.</summary>
    const int MostEdges = 16;

    /// <summary>The descriptor that is readable when edges wait.</summary>
    int Descriptor { get; }

    /// <summary>The logical level, 0 or 1.</summary>
    int Read();

    /// <summary>Drives the line.</summary>
    int Write(bool active);

    /// <summary>Takes the edges that wait, <see cref="MostEdges"/> at most: true for each that rises. Returns how many.</summary>
    int ReadEdges(Span<bool> rising);
}

/// <summary>Who holds a line.</summary>
/// <param name="IsUsed">Whether somebody does.</param>
/// <param name="Consumer">What they call themselves.</param>
internal readonly record struct LineState(bool IsUsed, string? Consumer);

/// <summary>How a line is to be taken.</summary>
/// <param name="Consumer">What the kernel tells others of its holder.</param>
/// <param name="IsOutput">An output; else an input with both edges.</param>
/// <param name="Active">An output's level from the first moment.</param>
/// <param name="ActiveLow">Whether low means active.</param>
/// <param name="Bias">An input's resistor.</param>
internal readonly record struct LineWish(string Consumer, bool IsOutput, bool Active, bool ActiveLow, GpioBias Bias);
