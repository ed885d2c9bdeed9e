using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio.Simulated;

// Opens a door, grants, and then waits, throws or starves the thread pool. Each level of the relay is one line on stdout.
using var clock = new DoorClock();
using var gpio = new SimulatedGpio(clock);
gpio.Watch(edge => Console.WriteLine($"{edge.Line} {(edge.Active ? "on" : "off")}"));
var pulse = TimeSpan.FromSeconds(args[0] is "starve" ? 0.5 : 60);
using var door = Door.Open(new() { Name = "main", Relay = "relay", Pulse = pulse }, gpio, clock);
if (args[0] is "starve")
{
    ThreadPool.SetMaxThreads(Environment.ProcessorCount, Environment.ProcessorCount);
    for (var i = 0; i < 64; i++)
        ThreadPool.UnsafeQueueUserWorkItem(_ => Thread.CurrentThread.Join(), null);
}

door.Grant();
if (args[0] is "throw")
    throw new InvalidOperationException("the test asked for it");

using var never = new ManualResetEventSlim();
never.Wait();
